/** Byte strings of one length, looked for at every offset of what is given: as quick for a million of them as for one. */
export class Needles {
  readonly #size: number
  readonly #byHead = new Map<number, Buffer[]>()
  count = 0

  /** @param size at least 6 */
  constructor(size: number) {
    this.#size = size
  }

  add(bytes: Uint8Array): void {
    const needle = Buffer.from(bytes.subarray(0, this.#size))
    const head = needle.readUIntBE(0, 6)
    const same = this.#byHead.get(head)
    if (same === undefined) this.#byHead.set(head, [needle])
    else if (same.some((each) => each.equals(needle))) return
    else same.push(needle)
    this.count += 1
  }

  /** How many places hold one. */
  hitsIn(hay: Buffer): number {
    let hits = 0
    for (let at = 0; at + this.#size <= hay.length; at++) {
      const same = this.#byHead.get(hay.readUIntBE(at, 6))
      if (same?.some((each) => hay.subarray(at, at + this.#size).equals(each))) hits += 1
    }
    return hits
  }
}

/** What stands in a text as base64 or hexadecimal, decoded; and the text itself as bytes. */
export function blobsIn(text: string): Buffer[] {
  const hex = [...text.matchAll(/[0-9a-fA-F]{32,}/g)].map(([found]) => Buffer.from(found, 'hex'))
  // a run of base64 may begin anywhere in what is not base64: each of the four ways to cut it is tried
  const base64 = [...text.matchAll(/[A-Za-z0-9+/]{22,}/g)].flatMap(([found]) =>
    [0, 1, 2, 3].map((skip) => Buffer.from(found.slice(skip), 'base64')),
  )
  return [...hex, ...base64]
}
