/** A member as the archive describes it. */
export interface ZipMember {
  name: string
  flags: number
  method: number
  crc: number | null
  size: number | null
  symlink: boolean
  /** Of its local header. */
  start: number
  dataStart: number
  dataEnd: number
  /** False: less of it is there than it says. */
  complete: boolean
}

/** Nothing is written under such a name; still, an archive that holds one was made to harm, and this member says so. */
export function isSafeName(name: string): boolean {
  const path = name.replaceAll('\\', '/')
  return (
    path !== '' &&
    !path.startsWith('/') &&
    !/^[A-Za-z]:/.test(path) &&
    !path.includes('\0') &&
    !path.split('/').includes('..')
  )
}

/** Flag bit 11 says UTF-8; without it, Chinese systems write GBK. */
export function readName(raw: Buffer, flags: number): string {
  for (const encoding of (flags & 0x800) === 0 ? ['utf-8', 'gb18030'] : ['utf-8']) {
    try {
      return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(raw).replaceAll('\\', '/')
    } catch {
      // the next encoding, or byte by byte below
    }
  }
  return raw.toString('latin1')
}
