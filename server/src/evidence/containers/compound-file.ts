// [MS-CFB] version 3: a file of 512-byte sectors that holds named streams. Streams below 4,096 bytes share one of 64-byte sectors.

const SECTOR = 512
const SMALL_SECTOR = 64
const SMALL_BELOW = 4096
const END = 0xfffffffe
const FREE = 0xffffffff
const FAT = 0xfffffffd
const DIFAT = 0xfffffffc
const IN_HEADER = 109
const PER_SECTOR = SECTOR / 4

export interface Stream {
  /** Below 32 UTF-16 units. */
  name: string
  bytes: Buffer
}

/** The streams below the root, in the order that the directory wants: shorter names first, then by capitals. At most three. */
export function compoundFile(streams: readonly Stream[]): Buffer {
  const table: number[] = []
  const sectors: Buffer[] = []
  const add = (bytes: Buffer): number => {
    const count = Math.ceil(bytes.length / SECTOR)
    if (count === 0) return END
    const first = table.length
    for (let i = 1; i < count; i += 1) table.push(first + i)
    table.push(END)
    sectors.push(padded(bytes, SECTOR))
    return first
  }
  // 1. Every stream, large ones in sectors of their own, small ones after one another.
  const small: Buffer[] = []
  const smallTable: number[] = []
  const starts = streams.map(({ bytes }) => {
    if (bytes.length >= SMALL_BELOW) return add(bytes)
    const first = smallTable.length
    const count = Math.ceil(bytes.length / SMALL_SECTOR)
    for (let i = 1; i < count; i += 1) smallTable.push(first + i)
    smallTable.push(END)
    small.push(padded(bytes, SMALL_SECTOR))
    return first
  })
  const smallBytes = Buffer.concat(small)
  const smallStart = add(smallBytes)
  const smallTableStart = add(numbers(smallTable))
  // 2. The directory, then the table of all sectors, which has to hold itself too.
  const directory = add(directoryOf(streams, starts, smallStart, smallBytes.length))
  const { fats, difats } = roomFor(table.length)
  const firstFat = table.length
  for (let i = 0; i < fats; i += 1) table.push(FAT)
  for (let i = 0; i < difats; i += 1) table.push(DIFAT)
  const places = Array.from({ length: fats }, (_, i) => firstFat + i)
  const header = headerOf({
    fats,
    directory,
    smallTable: smallTableStart,
    smallTables: Math.ceil(smallTable.length / PER_SECTOR),
    difat: difats === 0 ? END : firstFat + fats,
    difats,
    places,
  })
  return Buffer.concat([header, ...sectors, numbers(table), difatOf(places, difats, firstFat + fats)])
}

/** Sectors of the table, and of the list of those that the header has no room for. */
function roomFor(used: number): { fats: number; difats: number } {
  for (let fats = 1; ; fats += 1) {
    const difats = Math.max(0, Math.ceil((fats - IN_HEADER) / (PER_SECTOR - 1)))
    if (used + fats + difats <= fats * PER_SECTOR) return { fats, difats }
  }
}

function padded(bytes: Buffer, to: number): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((to - (bytes.length % to)) % to)])
}

/** Whole sectors; what is left over is free. */
function numbers(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(Math.ceil(values.length / PER_SECTOR) * SECTOR, 0xff)
  for (const [i, value] of values.entries()) bytes.writeUInt32LE(value, i * 4)
  return bytes
}

function difatOf(places: readonly number[], difats: number, first: number): Buffer {
  const rest = places.slice(IN_HEADER)
  const all: Buffer[] = []
  for (let i = 0; i < difats; i += 1) {
    const some = rest.slice(i * (PER_SECTOR - 1), (i + 1) * (PER_SECTOR - 1))
    const bytes = numbers(some)
    bytes.writeUInt32LE(i + 1 < difats ? first + i + 1 : END, SECTOR - 4)
    all.push(bytes)
  }
  return Buffer.concat(all)
}

/** The root and a tree below it: the second stream, with the first to its left and the third to its right. */
function directoryOf(
  streams: readonly Stream[],
  starts: readonly number[],
  smallStart: number,
  smallSize: number,
): Buffer {
  const top = Math.min(1, streams.length - 1)
  const entries = [entryOf('Root Entry', 5, { child: top + 1, start: smallStart, size: smallSize })]
  for (const [i, { name, bytes }] of streams.entries()) {
    const sides = i === top ? { left: top > 0 ? 1 : FREE, right: streams.length > 2 ? 3 : FREE } : {}
    entries.push(entryOf(name, 2, { ...sides, isRed: i !== top, start: starts[i] ?? END, size: bytes.length }))
  }
  while (entries.length % 4 > 0) entries.push(entryOf('', 0, { start: 0 }))
  return Buffer.concat(entries)
}

function entryOf(
  name: string,
  type: number,
  of: { left?: number; right?: number; child?: number; isRed?: boolean; start: number; size?: number },
): Buffer {
  const entry = Buffer.alloc(128)
  entry.write(name, 'utf16le')
  entry.writeUInt16LE(name === '' ? 0 : name.length * 2 + 2, 64)
  entry[66] = type
  entry[67] = of.isRed === true ? 0 : 1
  entry.writeUInt32LE(of.left ?? FREE, 68)
  entry.writeUInt32LE(of.right ?? FREE, 72)
  entry.writeUInt32LE(of.child ?? FREE, 76)
  entry.writeUInt32LE(of.start, 116)
  entry.writeUInt32LE(of.size ?? 0, 120)
  return entry
}

function headerOf(of: {
  fats: number
  directory: number
  smallTable: number
  smallTables: number
  difat: number
  difats: number
  places: readonly number[]
}): Buffer {
  const header = Buffer.alloc(SECTOR)
  header.writeBigUInt64LE(0xe11ab1a1e011cfd0n, 0)
  for (const [at, value] of [
    [24, 0x3e],
    [26, 3],
    [28, 0xfffe],
    [30, 9],
    [32, 6],
  ] as const)
    header.writeUInt16LE(value, at)
  for (const [at, value] of [
    [44, of.fats],
    [48, of.directory],
    [56, SMALL_BELOW],
    [60, of.smallTable],
    [64, of.smallTables],
    [68, of.difat],
    [72, of.difats],
  ] as const)
    header.writeUInt32LE(value, at)
  for (let i = 0; i < IN_HEADER; i += 1) header.writeUInt32LE(of.places[i] ?? FREE, 76 + i * 4)
  return header
}
