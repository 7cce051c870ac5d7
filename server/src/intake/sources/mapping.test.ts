import { describe, expect, test } from 'vitest'
import { fieldsOfSource, readSource } from '../receiving.test-support.ts'

describe('a mapped table', () => {
  const mapping = {
    platform: 'tickets',
    conversation: '工单号',
    sender: '客户',
    text: '内容',
    time: '时间',
    kind: '类型',
    id: [],
    timeFormat: 'auto' as const,
    zone: 480,
  }
  const csv = (...rows: string[]) => ['工单号,客户,内容,时间,类型,备注', ...rows].join('\r\n')
  const options = { mapping }

  test('gives each column its field, and keeps the others', async () => {
    const [fields] = await fieldsOfSource(
      csv('T1,林若溪,"第一行\r\n第二行, 还有",2026-9-1 10:05,文本,加急'),
      'csv',
      options,
    )
    expect(fields).toMatchObject({
      platform: 'tickets',
      conversation: 'T1',
      sender: '林若溪',
      body: '第一行\r\n第二行, 还有',
      sourceTs: Date.UTC(2026, 8, 1, 2, 5),
      kind: 'text',
    })
    expect(JSON.parse(fields?.extra ?? '')).toEqual({ 备注: '加急', 时间: '2026-9-1 10:05', 类型: '文本' })
  })

  test('finds the delimiter by the columns it must yield', async () => {
    for (const delimiter of ['\t', ';', '|']) {
      const text = csv('T1,甲,你好,,,').replaceAll(',', delimiter)
      expect((await fieldsOfSource(text, 'csv', options))[0]?.body).toBe('你好')
    }
  })

  test('titles above the header, columns without a name and a line that tells the delimiter are no mistakes', async () => {
    const header = '工单号;客户 ;内容;时间;类型;备注;;'
    const { drafts, broken } = await readSource(
      ['sep=;', '售后工单;;;;;;;', header, 'T1;甲;你好;;;;;', 'T1;乙;没有后两格;;;', 'T1;丙;多了一格;;;;;;x'].join(
        '\r\n',
      ),
      'csv',
      { mapping },
    )
    expect(drafts.map(({ fields }) => [fields.sender, fields.body])).toEqual([
      ['甲', '你好'],
      ['乙', '没有后两格'],
    ])
    expect(JSON.parse(drafts[0]?.fields.extra ?? '')).toEqual({ 备注: '', 类型: '' })
    expect(broken.map((one) => one.reason)).toEqual(['not_a_message', 'column_count'])
  })

  test.each([
    ['图片', 'image'],
    ['图片消息', 'image'],
    ['文本消息', 'text'],
    ['系统消息', 'system'],
    ['语音通话', 'call'],
    ['Picture', 'image'],
    ['audio', 'voice'],
    ['file', 'file'],
    ['红包', 'card'],
    ['加急', 'unknown'],
    ['constructor', 'unknown'],
    ['', 'unknown'],
  ])('the kind %s is %s; what was written is kept', async (written, kind) => {
    const [fields] = await fieldsOfSource(csv(`T1,甲,你好,,${written},`), 'csv', options)
    expect(fields?.kind).toBe(kind)
    expect(JSON.parse(fields?.extra ?? '').类型 ?? kind).toBe(written === kind ? kind : written)
  })

  test('without a column for conversations, who takes part makes one', async () => {
    const people = { ...mapping, conversation: '', recipients: '工单号', kind: null }
    const fields = await fieldsOfSource(
      csv('乙,甲,在吗,,,', '甲,乙,在,,,', '丙、乙,甲,三人,,,', ',甲,自言,,,'),
      'csv',
      {
        mapping: people,
      },
    )
    expect(fields.map((one) => one.conversation)).toEqual(['乙|甲', '乙|甲', '丙|乙|甲', '甲'])
  })

  test('rows of JSON may lie in a list inside the one object of the file', async () => {
    const rows = [
      { 工单号: 'T1', 客户: '甲', 内容: '一' },
      { 工单号: 'T1', 客户: '乙', 内容: '二' },
    ]
    const plain = { ...mapping, time: null, kind: null }
    for (const whole of [{ RECORDS: rows }, { code: 0, data: { total: 2, list: rows } }, { total: 2, rows }]) {
      const bodies = await fieldsOfSource(JSON.stringify(whole, null, 2), 'jsonl', { mapping: plain })
      expect(bodies.map((one) => one.body)).toEqual(['一', '二'])
    }
    const lines = rows.map((row) => JSON.stringify({ ...row, data: [{ 内容: '里面' }] })).join('\n')
    expect((await fieldsOfSource(lines, 'jsonl', { mapping: plain })).map((one) => one.body)).toEqual(['一', '二'])
  })

  test('a row of another width, and a table without the columns, are quarantined', async () => {
    const { broken, drafts } = await readSource(csv('T1,甲,你好,,,', 'T1,甲,你好', 'T1,乙,你好,,,,多'), 'csv', options)
    expect(broken.map((one) => one.reason)).toEqual(['column_count', 'column_count'])
    expect(drafts).toHaveLength(1)
    expect((await readSource('a,b,c\n1,2,3\n', 'csv', options)).broken).toMatchObject([
      { reason: 'missing_column', items: 1 },
    ])
  })

  test('of JSON lines may name members of members; equal rows have one identity and are counted', async () => {
    const nested = { ...mapping, conversation: 'chat.id', sender: 'from.name', text: 'body', time: 'at', kind: null }
    const line = '{"chat":{"id":7},"from":{"name":"甲"},"body":"收到","at":1788000000}'
    const { drafts, broken } = await readSource(
      `${line}\n${line}\n{"chat":{"id":7},"from":{"name":"甲"}}\n{"chat":{"id":7},"from":{"name":"甲"},"body":{}}`,
      'jsonl',
      { mapping: nested },
    )
    expect(drafts.map((one) => one.fields.conversation)).toEqual(['7', '7'])
    expect(drafts[0]?.identity).toBe(drafts[1]?.identity)
    expect(drafts[0]?.counted).toBe(true)
    expect(broken.map((one) => one.reason)).toEqual(['missing_column', 'wrong_shape'])
  })

  test('may be one array of objects too', async () => {
    const jsonMapping = { ...mapping, conversation: 'c', sender: 's', text: 't', time: null, kind: null, id: ['n'] }
    const { drafts } = await readSource(
      '[\n {"c":"1","s":"a","t":"x","n":1},\n {"c":"1","s":"a","t":"y","n":2}\n]',
      'jsonl',
      { mapping: jsonMapping },
    )
    expect(drafts.map((one) => [one.fields.sourceId, one.fields.sourceTs, one.counted])).toEqual([
      ['1', null, false],
      ['2', null, false],
    ])
  })

  test('a zero, a NUL and a control character in the text are kept as they are', async () => {
    const jsonMapping = { ...mapping, conversation: 'c', sender: 's', text: 't', time: null, kind: null }
    const { drafts } = await readSource('{"c":"1","s":"a","t":"a\\u0000\\u0007b"}\n{"c":"1","s":"a","t":0}', 'jsonl', {
      mapping: jsonMapping,
    })
    expect(drafts.map((one) => one.fields.body)).toEqual(['a\0\u0007b', '0'])
  })
})

describe('encodings', () => {
  const line = '{"c":"1","s":"甲","t":"退款😀"}\n'
  const mapping = {
    platform: 'x',
    conversation: 'c',
    sender: 's',
    text: 't',
    id: [],
    timeFormat: 'auto' as const,
    zone: 480,
  }

  test.each([
    ['UTF-8 with a mark', Buffer.concat([Buffer.from('efbbbf', 'hex'), Buffer.from(line + line)])],
    [
      'UTF-16 little-endian with a mark',
      Buffer.concat([Buffer.from('fffe', 'hex'), Buffer.from(line + line, 'utf16le')]),
    ],
    ['UTF-16 big-endian without', Buffer.from(line + line, 'utf16le').swap16()],
  ])('%s', async (_, bytes) => {
    const { drafts, broken } = await readSource(bytes, 'jsonl', { mapping })
    expect(broken).toEqual([])
    expect(drafts.map((one) => one.fields.body)).toEqual(['退款😀', '退款😀'])
  })

  test('bytes that cannot be decoded cost their line, at their own place in the file', async () => {
    const bad = Buffer.from(line, 'utf16le')
    bad.writeUInt16LE(0xd800, 2 * line.indexOf('退'))
    const bytes = Buffer.concat([Buffer.from(line, 'utf16le'), bad, Buffer.from(line, 'utf16le')])
    const { drafts, broken } = await readSource(bytes, 'jsonl', { mapping })
    expect(drafts).toHaveLength(2)
    expect(broken).toMatchObject([{ reason: 'lone_surrogate', start: 2 * line.length, text: bad.toString('latin1') }])
  })
})
