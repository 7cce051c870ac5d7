import type { PartReader } from '../read-part.ts'
import { Unreadable } from '../syntax/json-value.ts'
import type { Cut, Splitter } from '../syntax/splitter.ts'
import { readXml, type XmlElement } from '../syntax/xml-element.ts'
import { xmlSplitter } from '../syntax/xml-elements.ts'
import { serialText, showsDate } from './xlsx-dates.ts'

/** Most memory that shared strings may take; cells that refer to later ones are unreadable. */
const MOST_STRINGS = 128 * 1024 * 1024
const STRING_OVERHEAD = 40

/** What the parts of a workbook say that its cells refer to. */
export class Workbook {
  is1904 = false
  readonly #strings: string[] = []
  #room = MOST_STRINGS
  /** From a broken string on, which number the next one has cannot be known. */
  #isLost = false
  readonly #codes = new Map<number, string>()
  /** Per cell style: whether it shows numbers as dates. */
  #dates: boolean[] = []

  /** xl/workbook.xml */
  settings(): PartReader {
    return this.#part([], (element) => {
      const said = localName(element) === 'workbookPr' ? element.attributes.date1904 : undefined
      if (said === '1' || said === 'true') this.is1904 = true
    })
  }

  /** xl/styles.xml: number formats stand before the styles that use them. */
  styles(): PartReader {
    return this.#part([], (element) => {
      const name = localName(element)
      if (name === 'numFmts') for (const format of element.children) this.#addFormat(format)
      if (name !== 'cellXfs') return
      this.#dates = element.children.map(({ attributes }) => {
        const id = Number(attributes.numFmtId ?? 0)
        return showsDate(id, this.#codes.get(id))
      })
    })
  }

  /** xl/sharedStrings.xml */
  strings(): PartReader {
    const reader = this.#part(['si', 'x:si'], (element) => this.#addString(stringOf(element)))
    return { splitter: this.#watched(reader.splitter), read: reader.read }
  }

  /** null: nothing in it; undefined: it refers to what is not there. */
  cellText(cell: XmlElement): string | null | undefined {
    const value = cell.children.find((child) => localName(child) === 'v')?.text ?? null
    const type = cell.attributes.t ?? 'n'
    if (type === 'inlineStr') return stringOf(cell.children.find((child) => localName(child) === 'is') ?? cell)
    if (value === null) return null
    if (type === 's') return this.#strings[/^\d{1,9}$/.test(value) ? Number(value) : -1]
    if (type === 'str') return unescaped(value)
    if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE'
    if (type === 'd') return value.replace('T', ' ')
    return type === 'n' ? this.#numberText(value.trim(), Number(cell.attributes.s ?? 0)) : value
  }

  #numberText(value: string, style: number): string {
    const number = Number(value)
    if (value === '' || !Number.isFinite(number)) return value
    const moment = this.#dates[style] ? serialText(number, this.is1904) : null
    if (moment !== null) return moment
    // 1.38001380E10 is a telephone number; digits that a double cannot hold are left as they were written
    const plain = String(number)
    return /^-?\d+$/.test(value) || plain.includes('e') ? value : plain
  }

  #addFormat({ attributes }: XmlElement): void {
    const id = Number(attributes.numFmtId)
    if (attributes.formatCode !== undefined && Number.isInteger(id)) this.#codes.set(id, attributes.formatCode)
  }

  #addString(text: string): void {
    this.#room -= 2 * text.length + STRING_OVERHEAD
    if (this.#isLost || this.#room < 0) this.#isLost = true
    else this.#strings.push(text)
  }

  #lose(): void {
    this.#isLost = true
  }

  #part(records: readonly string[], take: (element: XmlElement) => void): PartReader {
    return {
      splitter: xmlSplitter({ records, onRoot: () => undefined }),
      read: (bytes) => {
        const element = readXml(bytes)
        if (element instanceof Unreadable) {
          this.#lose()
          return element
        }
        take(element)
        return null
      },
    }
  }

  #watched(splitter: Splitter): Splitter {
    const watch = (cuts: Cut[]) => {
      for (const cut of cuts) if (cut.what === 'broken') cut.reached = () => this.#lose()
      return cuts
    }
    return { push: (chunk) => watch(splitter.push(chunk)), end: () => watch(splitter.end()) }
  }
}

/** Some writers give every name the prefix `x:`. */
export function localName({ name }: XmlElement): string {
  return name.slice(name.indexOf(':') + 1)
}

/** The text of <si> or <is>: its <t>, or those of its runs; not the reading aids of East Asian words. */
function stringOf(element: XmlElement): string {
  let text = ''
  for (const child of element.children) {
    const name = localName(child)
    if (name === 't') text += child.text
    else if (name === 'r') text += stringOf(child)
  }
  return unescaped(text)
}

/** Characters that XML cannot hold are written `_x000D_` (ECMA-376 part 1, 22.9.2.19). */
function unescaped(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9a-f]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}
