// Which field of a zip a byte belongs to (PKWARE APPNOTE 6.3.10; WinZip AE), walked without the reader or the writer under test:
// the directory is found from the end, each local header from the directory.

/** `central.date`, `local.extra.aes`, `data` … for each byte. */
export function zipPlaces(zip: Buffer): string[] {
  const places = new Array<string>(zip.length).fill('data')
  const name = (at: number, size: number, field: string) => places.fill(field, at, at + size)
  const end = zip.lastIndexOf(Buffer.from('504b0506', 'hex'))
  fields(END, end, 'end', name)
  const end64 = zip.lastIndexOf(Buffer.from('504b0606', 'hex'), end)
  if (end64 >= 0) fields(END64, end64, 'end64', name)
  if (end64 >= 0) fields(LOCATOR, zip.lastIndexOf(Buffer.from('504b0607', 'hex'), end), 'locator', name)
  let at = end64 >= 0 ? Number(zip.readBigUInt64LE(end64 + 48)) : zip.readUInt32LE(end + 16)
  for (const stop = end64 >= 0 ? end64 : end; at < stop; ) at = central(zip, at, name)
  return places
}

type Name = (at: number, size: number, field: string) => unknown
type Layout = readonly (readonly [field: string, size: number])[]

const END: Layout = [
  ['signature', 4],
  ['disk', 2],
  ['directory_disk', 2],
  ['entries_here', 2],
  ['entries', 2],
  ['directory_size', 4],
  ['directory_at', 4],
  ['comment_length', 2],
]
const END64: Layout = [
  ['signature', 4],
  ['record_size', 8],
  ['made_by', 2],
  ['needed', 2],
  ['disk', 4],
  ['directory_disk', 4],
  ['entries_here', 8],
  ['entries', 8],
  ['directory_size', 8],
  ['directory_at', 8],
]
const LOCATOR: Layout = [
  ['signature', 4],
  ['disk', 4],
  ['end64_at', 8],
  ['disks', 4],
]
const COMMON: Layout = [
  ['needed', 2],
  ['flags', 2],
  ['method', 2],
  ['time', 2],
  ['date', 2],
  ['crc', 4],
  ['packed', 4],
  ['size', 4],
  ['name_length', 2],
  ['extra_length', 2],
]
const LOCAL: Layout = [['signature', 4], ...COMMON]
const CENTRAL: Layout = [
  ['signature', 4],
  ['made_by', 2],
  ...COMMON,
  ['comment_length', 2],
  ['disk', 2],
  ['internal', 2],
  ['external', 4],
  ['local_at', 4],
]

function fields(layout: Layout, from: number, prefix: string, name: Name): number {
  let at = from
  for (const [field, size] of layout) {
    name(at, size, `${prefix}.${field}`)
    at += size
  }
  return at
}

/** @returns where the next entry of the directory begins */
function central(zip: Buffer, from: number, name: Name): number {
  let at = fields(CENTRAL, from, 'central', name)
  const nameLength = zip.readUInt16LE(from + 28)
  const extraLength = zip.readUInt16LE(from + 30)
  name(at, nameLength, 'central.name')
  at += nameLength
  const { packed, local } = extras(zip, at, extraLength, 'central', name)
  localHeader(zip, local ?? zip.readUInt32LE(from + 42), packed ?? zip.readUInt32LE(from + 20), name)
  return at + extraLength + zip.readUInt16LE(from + 32)
}

function localHeader(zip: Buffer, from: number, packed: number, name: Name): void {
  const at = fields(LOCAL, from, 'local', name)
  const nameLength = zip.readUInt16LE(from + 26)
  const extraLength = zip.readUInt16LE(from + 28)
  name(at, nameLength, 'local.name')
  extras(zip, at + nameLength, extraLength, 'local', name)
  const behind = at + nameLength + extraLength + packed
  if (zip.readUInt32LE(behind) !== 0x08074b50) return
  const wide = zip.readUInt32LE(behind + 24) === 0x04034b50 || zip.readUInt32LE(behind + 24) === 0x02014b50
  const size = wide ? 8 : 4
  name(behind, 4, 'descriptor.signature')
  name(behind + 4, 4, 'descriptor.crc')
  name(behind + 8, size, 'descriptor.packed')
  name(behind + 8 + size, size, 'descriptor.size')
}

function extras(zip: Buffer, from: number, length: number, prefix: string, name: Name) {
  let packed: number | null = null
  let local: number | null = null
  for (let at = from; at + 4 <= from + length; at += 4 + zip.readUInt16LE(at + 2)) {
    const id = zip.readUInt16LE(at)
    const size = zip.readUInt16LE(at + 2)
    name(at, 4, `${prefix}.extra.head`)
    name(at + 4, size, `${prefix}.extra.${id === 1 ? 'zip64' : id === 0x9901 ? 'aes' : 'other'}`)
    if (id === 1 && prefix === 'central' && size >= 24) {
      packed = Number(zip.readBigUInt64LE(at + 12))
      local = Number(zip.readBigUInt64LE(at + 20))
    }
  }
  return { packed, local }
}
