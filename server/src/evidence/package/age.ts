import { open, rename } from 'node:fs/promises'
import { writeAll } from '../containers/disk.ts'
import { ZipWriter } from '../containers/zip.ts'
import { openSealedZip } from '../containers/zip-reader.ts'
import type { ExportJob } from '../register/job.ts'

// A package to a recipient's own key instead of to a password: a plain zip inside an age file (age-encryption.org/v1, X25519). The
// sealed zip that was built and verified is read entry by entry and written again without its own encryption, straight into
// the age stream: nothing readable touches the disk.

const RECIPIENT = /^age1[02-9ac-hj-np-z]{58}$/

/** Whether this is a recipient of age (a public key), its checksum looked at too. */
export async function isAgeRecipient(text: string): Promise<boolean> {
  if (!RECIPIENT.test(text)) return false
  const { Encrypter } = await import('age-encryption')
  try {
    new Encrypter().addRecipient(text)
    return true
  } catch {
    return false
  }
}

/** A key of the house's own to one package, for those who look at it before its release. */
export async function newAgeIdentity(): Promise<string> {
  const { generateX25519Identity } = await import('age-encryption')
  return generateX25519Identity()
}

/** Puts the age file in the place of the verified zip. Both are temporary files until the run gives the package its name. */
export async function sealToRecipient(
  job: Pick<ExportJob, 'zipPath' | 'password' | 'agePath' | 'ageIdentity'>,
  recipient: string,
): Promise<void> {
  const { Encrypter, identityToRecipient } = await import('age-encryption')
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  if (job.ageIdentity !== null) encrypter.addRecipient(await identityToRecipient(job.ageIdentity))
  const sealed = await openSealedZip(job.zipPath, job.password)
  const out = await open(job.agePath, 'wx', 0o600)
  try {
    const plain = new TransformStream<Uint8Array, Uint8Array>()
    const writing = repack(sealed, plain.writable.getWriter())
    const encrypted = await encrypter.encrypt(plain.readable)
    for await (const bytes of encrypted) await writeAll(out, bytes)
    await writing
    await out.sync()
  } finally {
    await out.close()
    await sealed.close()
  }
  await rename(job.agePath, job.zipPath)
}

async function repack(
  sealed: Awaited<ReturnType<typeof openSealedZip>>,
  writer: WritableStreamDefaultWriter<Uint8Array>,
): Promise<void> {
  try {
    const zip = new ZipWriter((bytes) => writer.write(Uint8Array.from(bytes)), null)
    for (const { name } of sealed.files) {
      const entry = await zip.open(name, { level: 1 })
      for await (const bytes of sealed.read(name)) await entry.write(bytes)
      await entry.end()
    }
    await zip.end()
    await writer.close()
  } catch (error) {
    await writer.abort(error)
    throw error
  }
}
