import { expect, test } from 'vitest'
import { Unreadable } from './json-value.ts'
import { readXml } from './xml-element.ts'

const read = (xml: string) => readXml(Buffer.from(xml))

test('an element has its own text and CDATA, not that of its children', () => {
  expect(read('<a x="1">一&amp;<b>二</b><![CDATA[<三>]]></a>')).toEqual({
    name: 'a',
    attributes: { x: '1' },
    text: '一&<三>',
    children: [{ name: 'b', attributes: {}, text: '二', children: [] }],
  })
})

test('what is cut off, or more than one element, is unreadable', () => {
  for (const xml of ['<a>', '<a></b>', '<a/><b/>', '']) expect(read(xml)).toBeInstanceOf(Unreadable)
})
