import type { XmlElement } from '../syntax/xml-element.ts'

// Where things stand in a small XML document.

export function childOf(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name)
}

export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name)
}

/** The text of the element that the path of names leads to, without white space around it; '' where it leads nowhere. */
export function textAt(element: XmlElement, ...path: string[]): string {
  let at: XmlElement | undefined = element
  for (const name of path) at = at && childOf(at, name)
  return at?.text.trim() ?? ''
}

/** The attribute `name` of the child `child`; ''. */
export function attributeAt(element: XmlElement, child: string, name: string): string {
  return childOf(element, child)?.attributes[name] ?? ''
}

/** The first element of that name below, in document order. */
export function find(element: XmlElement, name: string): XmlElement | null {
  for (const below of descendants(element)) if (below.name === name) return below
  return null
}

/** All text below, one line per element that has any. */
export function deepText(element: XmlElement): string {
  const lines: string[] = []
  for (const below of descendants(element)) {
    const text = below.text.trim()
    if (text !== '') lines.push(text)
  }
  return lines.join('\n')
}

/** The element and everything below it in document order; without recursion, as depth is the sender's choice. */
function* descendants(element: XmlElement): Generator<XmlElement> {
  const open = [element]
  for (let at = open.pop(); at; at = open.pop()) {
    yield at
    for (let child = at.children.length - 1; child >= 0; child -= 1) {
      const below = at.children[child]
      if (below) open.push(below)
    }
  }
}
