import type { Reason } from '../piece.ts'
import { broken, type Cut, item, MAX_ITEM, type Splitter, structure } from './splitter.ts'
import { Window } from './window.ts'

const QUOTE = 0x22
const NEWLINE = 0x0a
const RETURN = 0x0d

/**
 * One item per row of RFC 4180, its line end included; blank lines are structure. A row whose quoting is broken is cut
 * out up to the next line end and reading goes on there: which of the two readings its writer meant cannot be known.
 */
export function csvSplitter(delimiter: string, limit = MAX_ITEM): Splitter {
  return new CsvSplitter(delimiter.charCodeAt(0), limit)
}

class CsvSplitter implements Splitter {
  readonly #window = new Window()
  readonly #delimiter: number
  readonly #limit: number
  #cuts: Cut[] = []
  /** Bytes of the window already scanned as part of the row at its front. */
  #at = 0
  #quoted = false
  #fieldStart = true
  /** Why the line at the front was already given up on; its end is still to come. */
  #skipping: Reason | null = null
  #rescans = 0
  #seen = 0

  constructor(delimiter: number, limit: number) {
    this.#delimiter = delimiter
    this.#limit = limit
  }

  push(chunk: Uint8Array): Cut[] {
    this.#cuts = []
    this.#seen += chunk.length
    this.#window.append(chunk)
    this.#cutRows(false)
    return this.#cuts
  }

  end(): Cut[] {
    this.#cuts = []
    this.#cutRows(true)
    while (this.#window.length > 0) {
      if (this.#quoted) this.#breakLine()
      else this.#cutRow(this.#window.length)
      this.#cutRows(true)
    }
    if (this.#skipping) this.#cutBroken(0, this.#skipping, false)
    return this.#cuts
  }

  #cutRows(final: boolean): void {
    while (this.#window.length > 0) {
      if (this.#skipping && !this.#skipLine(this.#skipping)) return
      const bytes = this.#window.bytes
      const end = this.#scanRow(bytes, final)
      if (end === 'broken') this.#breakLine()
      else if (end !== 'more') this.#cutRow(end)
      else if (this.#window.length <= this.#limit) return
      else this.#tooLong()
    }
  }

  /** Where the row at the front ends, its line end included. */
  #scanRow(bytes: Buffer, final: boolean): number | 'more' | 'broken' {
    for (;;) {
      if (this.#quoted) {
        const found = this.#scanQuoted(bytes, final)
        if (found !== 'field') return found
      }
      let at = this.#at
      let byte: number | undefined
      for (; at < bytes.length; at += 1) {
        byte = bytes[at]
        if (byte === NEWLINE || byte === QUOTE) break
        this.#fieldStart = byte === this.#delimiter
      }
      this.#at = at + 1
      if (at === bytes.length) {
        this.#at = at
        return 'more'
      }
      if (byte === NEWLINE) return this.#at
      if (!this.#fieldStart) return 'broken'
      this.#quoted = true
    }
  }

  /** From inside a quoted field to behind its closing quote (`field`). */
  #scanQuoted(bytes: Buffer, final: boolean): 'field' | 'more' | 'broken' {
    for (;;) {
      const close = bytes.indexOf(QUOTE, this.#at)
      this.#at = close < 0 ? bytes.length : close
      if (close < 0) return 'more'
      const next = bytes[close + 1]
      const behind = next === RETURN ? bytes[close + 2] : NEWLINE
      if ((next === undefined || behind === undefined) && !final) return 'more'
      this.#at = close + 1
      if (next === QUOTE) this.#at += 1
      else if (!this.#endsField(next) || (behind ?? NEWLINE) !== NEWLINE) return 'broken'
      else {
        this.#quoted = false
        this.#fieldStart = false
        return 'field'
      }
    }
  }

  #endsField(next: number | undefined): boolean {
    return next === undefined || next === this.#delimiter || next === NEWLINE || next === RETURN
  }

  #cutRow(end: number): void {
    const row = this.#window.take(end)
    const blank = row.every((byte) => byte === NEWLINE || byte === RETURN)
    this.#cuts.push(row.length > this.#limit ? broken(row, 'too_long') : blank ? structure(row) : item(row))
    this.#fresh()
  }

  /** Gives up the first line of the broken row. */
  #breakLine(): void {
    const bytes = this.#window.bytes
    this.#rescans += this.#at
    // hostile input with many false starts gets no more than this many bytes looked at twice
    const hopeless = this.#rescans > 4 * (this.#seen + this.#limit)
    const end = hopeless ? -1 : bytes.indexOf(NEWLINE)
    this.#cutBroken(end < 0 ? bytes.length : end + 1, 'bad_csv', end < 0)
    this.#fresh()
  }

  #cutBroken(count: number, reason: Reason, more: boolean): void {
    this.#cuts.push(broken(this.#window.take(count), reason, more))
    this.#skipping = more ? reason : null
  }

  /** A row beyond the limit: either one long line, or a quote that was never closed. */
  #tooLong(): void {
    if (this.#quoted && this.#window.bytes.indexOf(NEWLINE) >= 0) this.#breakLine()
    else {
      this.#cutBroken(this.#window.length, 'too_long', true)
      this.#fresh()
    }
  }

  #skipLine(reason: Reason): boolean {
    const end = this.#window.bytes.indexOf(NEWLINE)
    this.#cutBroken(end < 0 ? this.#window.length : end + 1, reason, end < 0)
    return end >= 0
  }

  #fresh(): void {
    this.#at = 0
    this.#quoted = false
    this.#fieldStart = true
  }
}

/** The fields of one row that the splitter let through; its line end is not part of the last. */
export function readRow(text: string, delimiter: string): string[] {
  const row = text.replace(/\r?\n$/, '')
  const fields: string[] = []
  for (let at = 0; at <= row.length; ) {
    if (row[at] === '"') {
      let end = row.indexOf('"', at + 1)
      while (end >= 0 && row[end + 1] === '"') end = row.indexOf('"', end + 2)
      const stop = end < 0 ? row.length : end
      fields.push(row.slice(at + 1, stop).replaceAll('""', '"'))
      at = stop + 2
    } else {
      const end = row.indexOf(delimiter, at)
      const stop = end < 0 ? row.length : end
      fields.push(row.slice(at, stop))
      at = stop + 1
    }
  }
  return fields
}
