import { crc32, deflateRawSync } from 'node:zlib'

export interface ZipPart {
  name: string | Buffer
  data: Buffer | string
  stored?: boolean
  flags?: number
  method?: number
  crc?: number
  /** Unix mode; 0o120777 is a link. */
  mode?: number
  /** Sizes after the data, as streaming writers have them. */
  descriptor?: boolean
  /** What the directory says instead of the true size. */
  claimed?: number
}

/** An archive made by hand, as wrong as the test wants it. */
export function makeZip(parts: readonly ZipPart[]): Buffer {
  const local: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const part of parts) {
    const { header, body, entry } = makeMember(part, at)
    local.push(header, body)
    directory.push(entry)
    at += header.length + body.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(Buffer.concat(directory).length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...local, ...directory, end])
}

function makeMember(part: ZipPart, at: number) {
  const data = Buffer.from(part.data)
  const name = Buffer.from(part.name)
  const method = part.method ?? (part.stored ? 0 : 8)
  const packed = part.stored ? data : deflateRawSync(data)
  const crc = part.crc ?? crc32(data)
  const flags = (part.flags ?? 0x800) | (part.descriptor ? 8 : 0)
  const sizes = { crc, packed: packed.length, size: part.claimed ?? data.length }
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  writeCommon(header, 4, flags, method, part.descriptor ? { crc: 0, packed: 0, size: 0 } : sizes, name.length)
  const entry = Buffer.alloc(46)
  entry.writeUInt32LE(0x02014b50, 0)
  entry.writeUInt16LE(3 << 8, 4)
  writeCommon(entry, 6, flags, method, sizes, name.length)
  entry.writeUInt32LE(((part.mode ?? 0o100644) << 16) >>> 0, 38)
  entry.writeUInt32LE(at, 42)
  const descriptor = Buffer.alloc(part.descriptor ? 16 : 0)
  if (part.descriptor) {
    descriptor.writeUInt32LE(0x08074b50, 0)
    descriptor.writeUInt32LE(crc, 4)
    descriptor.writeUInt32LE(packed.length, 8)
    descriptor.writeUInt32LE(data.length, 12)
  }
  return {
    header: Buffer.concat([header, name]),
    body: Buffer.concat([packed, descriptor]),
    entry: Buffer.concat([entry, name]),
  }
}

function writeCommon(
  to: Buffer,
  at: number,
  flags: number,
  method: number,
  sizes: { crc: number; packed: number; size: number },
  name: number,
) {
  to.writeUInt16LE(20, at)
  to.writeUInt16LE(flags, at + 2)
  to.writeUInt16LE(method, at + 4)
  to.writeUInt32LE(sizes.crc, at + 10)
  to.writeUInt32LE(sizes.packed, at + 14)
  to.writeUInt32LE(sizes.size, at + 18)
  to.writeUInt16LE(name, at + 22)
}
