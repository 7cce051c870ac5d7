import { describe, expect, it } from 'vitest'
import { findSensitive } from '../detect/find.ts'
import { buildRoster } from '../roster/roster.ts'
import { findInAccount, findInName, maskAccountForScreen, maskForScreen, maskNameForScreen } from '../screen.ts'
import { hiddenRuns, maskText } from './mask.ts'
import { DEFAULT_MASKS, type MaskPolicy } from './policy.ts'
import { pseudonymsFor } from './pseudonym.ts'

const roster = buildRoster('1', [
  { name: '张伟', person: 'sub_1', kind: 'name' },
  { name: '13800138000', person: 'sub_1', kind: 'account' },
  { name: '张敏', person: 'par_2', kind: 'name' },
  { name: 'Alice Wang', person: 'psn_3', kind: 'name' },
  { name: 'Zoë🙂', person: 'par_4', kind: 'name' },
])
const key = (byte: number) => new Uint8Array(32).fill(byte)

function withPolicy(text: string, policy: Partial<MaskPolicy>): string {
  return maskText(text, findSensitive(text, roster), { ...DEFAULT_MASKS, ...policy }).text
}

describe('a policy', () => {
  const text = '张伟 13800138000 a.b@example.com 6222020200112230 11010519491231002X'
  it('keeps by default what the pack says', () => {
    expect(withPolicy(text, {})).toBe('张* 138****8000 a**@example.com ************2230 **************002X')
  })
  it('can hide the last three of a phone, as the guide wants', () => {
    expect(withPolicy('13800138000', { phone: 'hide_last3' })).toBe('13800138***')
  })
  it('can suppress everything', () => {
    const all = {
      phone: 'suppress',
      id_number: 'suppress',
      bank_card: 'suppress',
      email: 'suppress',
      name: 'suppress',
    } as const
    expect(withPolicy(text, all)).toBe('** *********** ***@example.com **************** ******************')
  })
  it('leaves a finding below its threshold alone', () => {
    expect(withPolicy('13800138000', { threshold: 0.99 })).toBe('13800138000')
  })
})

describe('a hidden run', () => {
  it('is counted in code points, not units', () => {
    expect(maskText('😀😀13800138000', findSensitive('😀😀13800138000', roster)).hidden).toEqual([[5, 9]])
  })
  it('never cuts a grapheme', () => {
    const text = '1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣'
    expect(maskText(text, findSensitive(text, roster)).text).toBe(`1️⃣3️⃣8️⃣${'*'.repeat(12)}8️⃣0️⃣0️⃣0️⃣`)
    const accent = 'Zoe\u0308🙂👨‍👩‍👧!'
    const { text: shown } = maskText(accent, findSensitive(accent, roster))
    expect(shown).toBe('Z****👨‍👩‍👧!')
  })
  it('covers what any of two overlapping findings hides', () => {
    expect(withPolicy('zhangwei张伟@example.com', {})).not.toContain('伟')
  })
})

describe('masking twice', () => {
  it('changes nothing the second time', () => {
    let seed = 7
    const random = (n: number) => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0
      return (seed >>> 8) % n
    }
    const bits = [
      '张伟',
      '张敏',
      '张总',
      '老张',
      '13800138000',
      '138-0013-8000',
      '，',
      ' ',
      '\n',
      'a',
      'b@example.com',
      '@',
      '6222020200112230',
      '010-63553377',
      '😀',
      '11010519491231002X',
      '一三八零零一三八零零零',
      '*',
      '8',
      '电话',
      '+86',
    ]
    const joins = ['，', ' ', '、', '的', '\n', '; ', ' / ', '和', '(', '] ', '** ']
    for (let round = 0; round < 6000; round += 1) {
      let text = ''
      for (let i = random(12); i >= 0; i -= 1)
        text += (bits[random(bits.length)] ?? '') + (joins[random(joins.length)] ?? '')
      const once = maskText(text, findSensitive(text, roster)).text
      expect(maskText(once, findSensitive(once, roster)).text, text).toBe(once)
    }
  })
})

const LABELLED: MaskPolicy = { ...DEFAULT_MASKS, name: 'pseudonym', account: 'pseudonym' }

describe('pseudonyms', () => {
  const label = (text: string, byte: number) => {
    const of = pseudonymsFor(key(byte), 'zh')
    return hiddenRuns(text, findSensitive(text, roster), LABELLED, of).map((run) => run.label)
  }
  it('are the same for one person, by name, by account and in the next export of the case', () => {
    const inText = label('张伟说', 1)
    expect(inText[0]).toMatch(/^客户-[A-Z2-9]{6}$/)
    expect(label('我是张伟', 1)).toEqual(inText)
    const of = pseudonymsFor(key(1), 'zh')
    expect(hiddenRuns('张伟', findInName('张伟', roster), LABELLED, of)[0]?.label).toBe(inText[0])
    expect(of({ person: 'sub_1', form: 'full', atoms: [] }, '')).toBe(inText[0])
  })
  it('differ between two people and between two cases', () => {
    expect(label('张伟', 1)).not.toEqual(label('张敏', 1))
    expect(label('张伟', 1)).not.toEqual(label('张伟', 2))
  })
  it('never name one of two who could be meant', () => {
    expect(label('张总', 1)[0]).toMatch(/^某人-/)
  })
  it('stand in place of the whole name', () => {
    const text = '张 伟和张总'
    expect(maskText(text, findSensitive(text, roster), LABELLED, pseudonymsFor(key(1), 'zh')).text).toMatch(
      /^〖客户-\w{6}〗和〖某人-\w{6}〗总$/,
    )
  })
  it('of ten thousand people are ten thousand', () => {
    const of = pseudonymsFor(key(3), 'en')
    const all = new Set(
      Array.from({ length: 10_000 }, (_, i) => of({ person: `par_${i}`, form: 'full', atoms: [] }, '')),
    )
    expect(all.size).toBe(10_000)
  })
})

describe('on a screen', () => {
  it('masks and places the highlights in what is shown', () => {
    const text = '😀请打13800138000给张伟，谢谢张伟'
    const shown = maskForScreen(text, roster, [
      [text.indexOf('请'), text.indexOf('请') + 4],
      [text.indexOf('谢谢'), text.indexOf('谢谢') + 2],
    ])
    expect(shown.text).toBe('😀请打138****8000给张*，谢谢张*')
    expect(shown.masks.map((mask) => shown.text.slice(mask.start, mask.end))).toEqual(['****', '*', '*'])
    expect(shown.highlights.map((hit) => shown.text.slice(hit.start, hit.end))).toEqual(['请打13', '谢谢'])
  })
  it('does not point out a hit inside a mask', () => {
    expect(maskForScreen('13800138000', roster, [[3, 7]]).highlights).toEqual([])
    const across = maskForScreen('13800138000', roster, [
      [0, 11],
      [2, 5],
    ])
    expect(across.highlights.map((hit) => across.text.slice(hit.start, hit.end))).toEqual(['138', '8000'])
  })
  it('masks a name or account that no roster knows', () => {
    expect(maskNameForScreen('赵六', null).text).toBe('赵*')
    expect(maskNameForScreen('晴空万里', null).text).toBe('晴***')
    expect(maskNameForScreen('客服', null).text).toBe('客服')
    expect(maskAccountForScreen('13800138000', null).text).toBe('138****8000')
    expect(maskAccountForScreen('li@example.com', null).text).toBe('l*@example.com')
    expect(maskAccountForScreen('wmAbCdEfGh', null).text).toBe('wm******Gh')
    expect(findInAccount('', null)).toEqual([])
  })
})
