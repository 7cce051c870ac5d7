import { SaxesParser } from 'saxes'
import { readText, Unreadable } from './json-value.ts'

export interface XmlElement {
  name: string
  attributes: Record<string, string>
  children: XmlElement[]
  /** Its own text and CDATA, joined; not that of its children. */
  text: string
}

/**
 * One element, by the strict rules of XML 1.0: no entities but the five predefined, every reference a character. A pair
 * of references that together make one character (`&#55357;&#56832;`, as Android's backup programs write emoji) is
 * read as that character; half of one is unreadable.
 */
export function readXml(bytes: Buffer): XmlElement | Unreadable {
  const text = readText(bytes)
  if (text instanceof Unreadable) return text
  const whole = joinSurrogates(text)
  return whole === null ? new Unreadable('lone_surrogate') : parse(whole)
}

function parse(text: string): XmlElement | Unreadable {
  const parser = new SaxesParser({ xmlns: false })
  const open: XmlElement[] = []
  let root: XmlElement | null = null
  let failed = false
  // without a handler saxes throws its message, which quotes the text
  parser.on('error', () => {
    failed = true
  })
  parser.on('opentag', (tag) => {
    const element: XmlElement = { name: tag.name, attributes: tag.attributes, children: [], text: '' }
    open.at(-1)?.children.push(element)
    root ??= element
    open.push(element)
  })
  parser.on('closetag', () => open.pop())
  const addText = (piece: string) => {
    const element = open.at(-1)
    if (element) element.text += piece
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.write(text).close()
  return failed || !root ? new Unreadable('bad_xml') : root
}

const REFERENCES = /&#(x[0-9a-fA-F]+|[0-9]+);(?:&#(x[0-9a-fA-F]+|[0-9]+);)?/g

/** null: a reference to half of a pair stands alone. */
function joinSurrogates(text: string): string | null {
  if (!/&#(?:5[5-7]\d{3}|x[dD][89a-fA-F][0-9a-fA-F]{2});/.test(text)) return text
  let lone = false
  let joined = ''
  let from = 0
  REFERENCES.lastIndex = 0
  for (let found = REFERENCES.exec(text); found; found = REFERENCES.exec(text)) {
    const first = codeOf(found[1])
    const second = codeOf(found[2])
    if (first < 0xd800 || first > 0xdfff) {
      // only this reference is done with: the next may begin a pair
      REFERENCES.lastIndex = found.index + (found[1]?.length ?? 0) + 3
      continue
    }
    if (first > 0xdbff || second < 0xdc00 || second > 0xdfff) lone = true
    joined += text.slice(from, found.index) + String.fromCharCode(first, second)
    from = REFERENCES.lastIndex
  }
  return lone ? null : joined + text.slice(from)
}

function codeOf(reference: string | undefined): number {
  if (reference === undefined) return -1
  return reference.startsWith('x') ? Number.parseInt(reference.slice(1), 16) : Number.parseInt(reference, 10)
}
