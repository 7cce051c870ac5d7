import { describe, expect, test } from 'vitest'
import { csvSplitter, readRow } from './csv-rows.ts'
import { jsonSplitter } from './json-elements.ts'
import { readJson, Unreadable } from './json-value.ts'
import { type LineRole, lineGroupSplitter } from './line-groups.ts'
import { lineSplitter } from './lines.ts'
import type { Cut, Splitter } from './splitter.ts'
import { readXml } from './xml-element.ts'
import { xmlSplitter } from './xml-elements.ts'

/** `item:…`, `broken(reason):…`; continuations joined, structure left out; checks that the cuts tile the text. */
function cuts(splitter: Splitter, text: string, step = 7, see?: (cut: Cut) => void): string[] {
  const bytes = Buffer.from(text)
  const found: string[] = []
  let whole = ''
  let open = false
  const take = (list: ReturnType<Splitter['push']>) => {
    for (const cut of list) {
      const part = cut.bytes.toString('latin1')
      whole += part
      cut.reached?.()
      see?.(cut)
      if (cut.what === 'structure') expect(open).toBe(false)
      if (cut.what === 'item') found.push(`item:${cut.bytes.toString()}`)
      if (cut.what === 'broken' && open) found[found.length - 1] += cut.bytes.toString()
      else if (cut.what === 'broken') found.push(`broken(${cut.reason}):${cut.bytes.toString()}`)
      open = cut.what === 'broken' && cut.more
    }
  }
  for (let at = 0; at < bytes.length; at += step) take(splitter.push(bytes.subarray(at, at + step)))
  take(splitter.end())
  expect(whole).toBe(bytes.toString('latin1'))
  expect(open).toBe(false)
  return found
}

const STEPS = [1, 2, 3, 7, 1000]

describe('lines', () => {
  test.each(STEPS)('are items with their ends, blank ones are structure (chunks of %i)', (step) => {
    expect(cuts(lineSplitter(), 'a\n\n  \r\nbc\r\nd', step)).toEqual(['item:a\n', 'item:bc\r\n', 'item:d'])
  })

  test.each(STEPS)('beyond the limit are one broken item each, however long (chunks of %i)', (step) => {
    const long = 'x'.repeat(100)
    const found = cuts(lineSplitter(10), `ab\n${long}\ncd\n${long}`, step)
    expect(found).toEqual(['item:ab\n', `broken(too_long):${long}\n`, 'item:cd\n', `broken(too_long):${long}`])
  })
})

describe('groups of lines', () => {
  const roleOf = (line: string): LineRole =>
    line.startsWith('>') ? 'start' : line.startsWith('#') ? 'structure' : 'more'
  const groups = (limit?: number) => lineGroupSplitter(roleOf, limit)

  test.each(STEPS)('begin where a line starts one and go on to the next (chunks of %i)', (step) => {
    const text = 'title\n\n>a\nb\n\nc\n#day\nlost\n>d\r\n>e'
    expect(cuts(groups(), text, step)).toEqual(['item:>a\nb\n\nc\n', 'item:>d\r\n', 'item:>e'])
  })

  test.each(STEPS)('beyond the limit are one broken item each (chunks of %i)', (step) => {
    const long = `>${'x'.repeat(30)}\n`
    expect(cuts(groups(10), `>a\n12345\n6789\nmore\n>b\n${long}>c`, step)).toEqual([
      'broken(too_long):>a\n12345\n6789\nmore\n',
      'item:>b\n',
      `broken(too_long):${long}`,
      'item:>c',
    ])
  })
})

describe('JSON elements', () => {
  test('tell what stood before them to whoever asks, and it is structure then', () => {
    const heads: object[] = []
    const text = '{"chat":{"name":"a"},"messages":[{"a":1}]}'
    expect(cuts(jsonSplitter(['messages'], { onHead: (head) => heads.push(head) }), text)).toEqual(['item:{"a":1}'])
    expect(heads).toEqual([{ chat: { name: 'a' }, messages: [] }])
    expect(cuts(jsonSplitter(['messages']), text)[0]).toBe('broken(not_messages):"chat":{"name":"a"}')
  })

  const EXPORT =
    '{"about":"x","contacts":{"list":[{"n":"y"}]},"chats":{"about":"z","list":[\n {"name":"a","messages":[{"m":1},\n {"m":2}],"t":[0]},\n {"name":"empty"},\n {"id":7,"name":"b","messages":[\n {"m":3}]}]},"left":{"list":[{"messages":[{"m":4}]}]}}'
  const NESTED = ['chats.list[].messages', 'left.list[].messages', 'messages']
  /** Items with the name in the head before them. */
  function withHeads(text: string, step: number, containers = NESTED, limit = 1e6) {
    const found: string[] = []
    const tails: object[] = []
    let name = ''
    const onHead = (head: object) => {
      name = 'name' in head ? String(head.name) : '?'
    }
    const splitter = jsonSplitter(containers, { limit, onHead, onTail: (tail) => tails.push(tail) })
    const see = (cut: Cut) => {
      if (cut.what === 'item') found.push(`${name}${cut.bytes}`)
    }
    const broken = cuts(splitter, text, step, see).filter((one) => one.startsWith('broken'))
    return { found, broken, tails }
  }

  test.each(STEPS)('of arrays at several depths come with the head of their own object (chunks of %i)', (step) => {
    expect(withHeads(EXPORT, step)).toEqual({
      found: ['a{"m":1}', 'a{"m":2}', 'b{"m":3}', '?{"m":4}'],
      broken: [],
      tails: [{ t: [0] }],
    })
  })

  test('of arrays at several depths: objects behind them that nobody asks for are no structure', () => {
    const found = cuts(jsonSplitter(NESTED, { onHead: () => undefined }), EXPORT)
    expect(found).toEqual([
      'item:{"m":1}',
      'item:{"m":2}',
      'broken(not_messages):"t":[0]',
      'item:{"m":3}',
      'item:{"m":4}',
    ])
  })

  test('damage in one of them leaves the next with its own head', () => {
    const { found, broken } = withHeads(EXPORT.replace('{"m":2}', '{"m":"2}'), 1000)
    expect(found).toEqual(['a{"m":1}', 'a{"name":"empty"}', 'b{"m":3}', '?{"m":4}'])
    expect(broken).toHaveLength(1)
    expect(broken[0]).toMatch(/^broken\(bad_json\):\{"m":"2\}/)
  })

  test('elements behind a head that cannot be read have none, not that of another', () => {
    const { found, broken } = withHeads(EXPORT.replace('"name":"b"', '"name":"b'), 1000)
    expect(found).toEqual(['a{"m":1}', 'a{"m":2}', '?{"m":3}', '?{"m":4}'])
    expect(broken).toHaveLength(1)
  })

  test('an object too long to look through is looked into, and what is not read there is said', () => {
    const text = `{"big":"${'x'.repeat(300)}","name":"late","messages":[{"m":1}],"more":"${'y'.repeat(300)}"}`
    const { found, broken } = withHeads(text, 7, ['messages'], 100)
    expect(found).toEqual(['?{"m":1}'])
    expect(broken.map((one) => one.slice(0, 24))).toEqual([
      'broken(too_long):"big":"',
      'broken(too_long):"name":',
      'broken(too_long):"more":',
    ])
  })

  test('a member with the name of a container that is no array is not one', () => {
    const heads: object[] = []
    const text = '{"messages":{"a":1},"chats":{"list":[{"name":"a","messages":"none"},{"messages":[{"m":1}]}]}}'
    expect(cuts(jsonSplitter(NESTED, { onHead: (head) => heads.push(head) }), text)).toEqual([
      'broken(wrong_shape):"messages":{"a":1}',
      'broken(wrong_shape):"messages":"none"',
      'item:{"m":1}',
    ])
    expect(heads).toEqual([{ messages: [] }])
  })

  test('a hundred thousand false starts of nested objects take linear time', () => {
    const text = `{"chats":{"list":[{"name":1,"messages":[${'},{"a":"'.repeat(100_000)}`
    expect(cuts(jsonSplitter(NESTED), text, 64 * 1024)).toHaveLength(1)
  })

  test.each(STEPS)('of a root array, whatever stands in their strings (chunks of %i)', (step) => {
    const found = cuts(jsonSplitter(), ' [ {"a":"},{[\\"\\\\"} ,\n{"b":[1,{"c":null}]},"s",-1.5e3,true]\n', step)
    expect(found).toEqual([
      'item:{"a":"},{[\\"\\\\"}',
      'item:{"b":[1,{"c":null}]}',
      'item:"s"',
      'item:-1.5e3',
      'item:true',
    ])
  })

  test.each(STEPS)('of several roots, and root objects by themselves (chunks of %i)', (step) => {
    expect(cuts(jsonSplitter(), '{"a":1}\n{"b":2} [3] 4', step)).toEqual([
      'item:{"a":1}',
      'item:{"b":2}',
      'item:3',
      'item:4',
    ])
  })

  test.each(STEPS)('of the array that a container names (chunks of %i)', (step) => {
    const text = '{"errcode":0,"note":"chatdata","chatdata":[{"a":1},{"a":2}],"errmsg":"ok"}{"x":{"chatdata":[1]}}'
    expect(cuts(jsonSplitter(['chatdata']), text, step)).toEqual([
      'item:{"a":1}',
      'item:{"a":2}',
      'item:{"x":{"chatdata":[1]}}',
    ])
  })

  test('arrays and objects beside that array are not taken for structure', () => {
    const found = cuts(jsonSplitter(['chatdata']), '{"more":[{"m":1}],"chatdata":[{"a":1}],"rest":{"m":2}}')
    expect(found[0]).toBe('broken(not_messages):"more":[{"m":1}]')
    expect(found[1]).toBe('item:{"a":1}')
    expect(found[2]).toBe('broken(not_messages):"rest":{"m":2}')
  })

  test.each(STEPS)('a broken one is cut out and the rest goes on (chunks of %i)', (step) => {
    const found = cuts(jsonSplitter(), '[{"a":1},{"a":"no end},{"a":3},{"a":4}]', step)
    expect(found[0]).toBe('item:{"a":1}')
    expect(found[1]).toMatch(/^broken\(bad_json\):\{"a":"no end/)
    expect(found.at(-1)).toBe('item:{"a":4}')
  })

  test.each(STEPS)('a raw line end in a string breaks that element only (chunks of %i)', (step) => {
    const found = cuts(jsonSplitter(), '[\n{"a":"one\ntwo"},\n{"a":2}\n]', step)
    expect(found).toEqual(['broken(bad_json):{"a":"one\ntwo"},\n', 'item:{"a":2}'])
  })

  test('cut off at the end: what was whole is there, the tail is broken', () => {
    expect(cuts(jsonSplitter(), '[{"a":1},{"a":2},{"a":')).toEqual([
      'item:{"a":1}',
      'item:{"a":2}',
      'broken(truncated):{"a":',
    ])
  })

  test.each(STEPS)('one beyond the limit is broken, its inside is not read as elements (chunks of %i)', (step) => {
    const long = `{"list":[${Array.from({ length: 50 }, (_, at) => `{"n":${at}}`).join(',')}]}`
    expect(cuts(jsonSplitter([], { limit: 100 }), `[{"a":1},${long},{"a":2}]`, step)).toEqual([
      'item:{"a":1}',
      `broken(too_long):${long}`,
      'item:{"a":2}',
    ])
  })

  test('deep nesting is refused without a deep stack', () => {
    const found = cuts(jsonSplitter(), `[{"a":1},${'['.repeat(5000)}`, 1000)
    expect(found[0]).toBe('item:{"a":1}')
    expect(found[1]).toMatch(/^broken\(too_deep\)/)
  })

  test('a hundred thousand false starts take linear time', () => {
    const found = cuts(jsonSplitter(), `[${'},{"a":"'.repeat(100_000)}`, 64 * 1024)
    expect(found).toHaveLength(1)
  })
})

describe('a JSON value', () => {
  const read = (text: string) => readJson(Buffer.from(text))
  const reason = (text: string | Buffer) => {
    const value = readJson(Buffer.from(text))
    return value instanceof Unreadable ? value.reason : 'read'
  }

  test('keeps every digit of every number', () => {
    expect(read('[1,-5,0.1,1.50,1e3,9007199254740991,11101571002822706744,"1.0",true]')).toEqual([
      1,
      -5,
      '0.1',
      '1.50',
      '1e3',
      9007199254740991,
      '11101571002822706744',
      '1.0',
      true,
    ])
  })

  test('with a key twice is not read: which one counts cannot be known', () => {
    expect(reason('{"a":1,"b":{"c":2,"c":3}}')).toBe('duplicate_key')
    expect(reason('{"a":1,"b":{"a":2},"c":":::"}')).toBe('read')
  })

  test('with half a surrogate pair is not read, with a whole one it is', () => {
    expect(reason('{"a":"\\ud800"}')).toBe('lone_surrogate')
    expect(reason('{"\\udc00":1}')).toBe('lone_surrogate')
    expect(read('{"a":"\\ud83d\\ude00 \\\\ud800"}')).toEqual({ a: '😀 \\ud800' })
  })

  test('keeps NUL and other control characters', () => {
    expect(read('"a\\u0000b\\u0007"')).toBe('a\0b\u0007')
  })

  test('keeps a member called __proto__ a member', () => {
    expect(Object.keys(read('{"__proto__":{"x":1}}') as object)).toEqual(['__proto__'])
  })

  test('of bytes that are no UTF-8 is not read', () => {
    expect(reason(Buffer.from([0x22, 0xff, 0x22]))).toBe('bad_encoding')
    expect(reason(Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]))).toBe('lone_surrogate')
  })
})

describe('XML elements', () => {
  const split = (text: string, step = 7, limit?: number) =>
    cuts(xmlSplitter({ records: ['sms', 'mms'], onRoot: () => undefined }, limit), text, step)
  const HEAD = "<?xml version='1.0' encoding='UTF-8' ?>\n<!-- a > b --><!DOCTYPE smses [<!ENTITY x \"<y>\">]>\n"

  test.each(STEPS)('are the children of the root, at any depth inside them (chunks of %i)', (step) => {
    const text = `${HEAD}<smses count="2"><sms a="x > y" b='"'/>\n<!-- <sms/> --><mms><parts><part t="1"/></parts><![CDATA[</mms>]]></mms></smses>\n`
    expect(split(text, step)).toEqual([
      `item:<sms a="x > y" b='"'/>`,
      'item:<mms><parts><part t="1"/></parts><![CDATA[</mms>]]></mms>',
    ])
  })

  test.each(STEPS)('a broken one is cut out up to the next record (chunks of %i)', (step) => {
    const found = split('<smses>\n<sms a="1" />\n<sms a="no end />\n<sms a="3" />\n</smses>', step)
    expect(found).toEqual(['item:<sms a="1" />', 'broken(bad_xml):<sms a="no end />\n', 'item:<sms a="3" />'])
  })

  test('text that an exporter failed to escape cannot pass for a record', () => {
    const found = split('<smses>\n<sms body="see <sms address=\'1\' body=\'forged\'/> ok"/>\n<sms body="2"/>\n</smses>')
    expect(found).toHaveLength(2)
    expect(found[1]).toBe('item:<sms body="2"/>')
  })

  test('cut off: what was whole is there, the tail is broken', () => {
    expect(split('<smses>\n<sms a="1"/>\n<sms a="2')).toEqual(['item:<sms a="1"/>', 'broken(truncated):<sms a="2'])
  })

  test.each(STEPS)('one beyond the limit is one broken item (chunks of %i)', (step) => {
    const long = `<sms a="${'x'.repeat(200)}"/>`
    expect(split(`<smses><sms a="1"/>${long}<sms a="2"/></smses>`, step, 50)).toEqual([
      'item:<sms a="1"/>',
      `broken(too_long):${long}`,
      'item:<sms a="2"/>',
    ])
  })

  test('stray text and CDATA between records are not structure', () => {
    expect(split('<smses>lost<sms a="1"/><![CDATA[more]]></smses>')).toEqual([
      'broken(bad_xml):lost',
      'item:<sms a="1"/>',
      'broken(bad_xml):<![CDATA[more]]>',
    ])
  })
})

describe('an XML element', () => {
  const read = (text: string) => readXml(Buffer.from(text))
  const reason = (text: string) => {
    const element = read(text)
    return element instanceof Unreadable ? element.reason : 'read'
  }

  test('gives its attributes as XML has them', () => {
    expect(read('<sms body="a&#10;b &amp;&lt;&quot; 中"/>')).toMatchObject({ attributes: { body: 'a\nb &<" 中' } })
  })

  test('joins the halves of a character that Android writes as two references', () => {
    expect(read('<sms body="&#55357;&#56832;!&#65;&#xD83D;&#xDE00;"/>')).toMatchObject({
      attributes: { body: '😀!A😀' },
    })
    expect(reason('<sms body="&#55357;"/>')).toBe('lone_surrogate')
    expect(reason('<sms body="&#55357;x&#56832;"/>')).toBe('lone_surrogate')
  })

  test('knows no entities but the five', () => {
    expect(reason('<sms body="&bomb;"/>')).toBe('bad_xml')
    expect(reason('<sms body="&#0;"/>')).toBe('bad_xml')
    expect(reason('<sms body="1" body="2"/>')).toBe('bad_xml')
  })
})

describe('CSV rows', () => {
  test.each(STEPS)('end at line ends outside quotes (chunks of %i)', (step) => {
    expect(cuts(csvSplitter(','), 'a,b\r\n"x\r\n""y"",",z\r\n\r\n"last"', step)).toEqual([
      'item:a,b\r\n',
      'item:"x\r\n""y"",",z\r\n',
      'item:"last"',
    ])
  })

  test.each(STEPS)('with broken quoting cost one line (chunks of %i)', (step) => {
    const found = cuts(csvSplitter(','), 'a,b\nc,"x"y\nd,5" pipe\ne,f\n', step)
    expect(found).toEqual(['item:a,b\n', 'broken(bad_csv):c,"x"y\n', 'broken(bad_csv):d,5" pipe\n', 'item:e,f\n'])
  })

  test.each(STEPS)('a quote never closed costs its line, not the file (chunks of %i)', (step) => {
    expect(cuts(csvSplitter(','), 'a,"open\nb,c\nd,e\n', step)).toEqual([
      'broken(bad_csv):a,"open\n',
      'item:b,c\n',
      'item:d,e\n',
    ])
  })

  test.each(STEPS)('one beyond the limit is one broken item (chunks of %i)', (step) => {
    const long = `${'x'.repeat(99)}\n`
    expect(cuts(csvSplitter(',', 20), `a,b\n${long}c,d\n`, step)).toEqual([
      'item:a,b\n',
      `broken(too_long):${long}`,
      'item:c,d\n',
    ])
  })

  test.each([
    ['a,b,c\r\n', ['a', 'b', 'c']],
    ['a,"b ""q"", x",\n', ['a', 'b "q", x', '']],
    ['"a\nb",,""', ['a\nb', '', '']],
    ['"last"\r\n', ['last']],
  ])('%j has the fields %j', (row, fields) => {
    expect(readRow(row, ',')).toEqual(fields)
  })
})
