// A package may be sealed to its recipient's own key (age-encryption.org/v1): only the holder opens it, and then there is a zip.

const MAGIC = 'age-encryption.org/v1\n'

export async function isAgeFile(file: Blob): Promise<boolean> {
  const start = new Uint8Array(await file.slice(0, MAGIC.length).arrayBuffer())
  return start.length === MAGIC.length && String.fromCharCode(...start) === MAGIC
}
