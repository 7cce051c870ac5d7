import { describe, expect, test } from 'vitest'
import type { Instant } from '#base'
import { formOf, type SearchForm, treeOf } from './form.ts'
import { printTree, readTree } from './language.ts'

const EMPTY: SearchForm = {
  words: '',
  senders: [],
  participants: [],
  subjects: [],
  departments: [],
  projects: [],
  groups: [],
  conversations: [],
  platforms: [],
  kinds: [],
  files: [],
  classes: [],
  marks: [],
  tags: [],
  from: null,
  to: null,
}

describe('a query as a form', () => {
  test.each<[string, Partial<SearchForm>]>([
    ['', {}],
    ['退款 -测试', { words: '退款 -测试' }],
    ['退款 sender:#3,张三 平台:wecom', { words: '退款', senders: ['#3', '张三'], platforms: ['wecom'] }],
    ['(a | b) kind:file,文字', { words: 'a OR b', kinds: ['text', 'file'] }],
    ['sender:a sender:b', { words: 'sender:a', senders: ['b'] }],
    ['-sender:a', { words: '-sender:a' }],
    ['sender:a | b', { words: 'sender:a OR b' }],
    [
      '群:投诉 participant:x 会话:room-1 file:pdf',
      { groups: ['投诉'], participants: ['x'], conversations: ['room-1'], files: ['pdf'] },
    ],
    [
      '客户:张三 部门:售后 项目:双十一,team-a 标记:note 标签:要点 扩展名:pdf',
      {
        subjects: ['张三'],
        departments: ['售后'],
        projects: ['双十一', 'team-a'],
        marks: ['note'],
        tags: ['要点'],
        files: ['pdf'],
      },
    ],
    ['类别:chat_general,普通聊天 a', { words: 'a', classes: ['chat_general', '普通聊天'] }],
    ['department:a | project:b -tag:c', { words: 'department:a OR project:b -tag:c' }],
    [
      'from:2026-10-01T08:30 to:2026-10-01',
      { from: Date.UTC(2026, 9, 1, 0, 30) as Instant, to: Date.UTC(2026, 9, 1, 16) as Instant },
    ],
  ])('%j', (text, expected) => {
    expect(formOf(readTree(text))).toEqual({ ...EMPTY, ...expected })
  })

  test.each<[Partial<SearchForm>, string]>([
    [{}, ''],
    [{ words: 'a | b', senders: ['张 三'] }, '(a OR b) sender:"张 三"'],
    [
      { from: Date.UTC(2026, 9, 1, 16) as Instant, to: Date.UTC(2026, 9, 2, 16) as Instant },
      'from:2026-10-02 to:2026-10-02',
    ],
    [{ to: Date.UTC(2026, 9, 2, 0, 30, 16) as Instant }, 'to:2026-10-02T08:30:15'],
    [{ words: 'x', kinds: ['file', 'text'], files: ['', 'pdf'] }, 'x file:pdf kind:text,file'],
    [
      {
        subjects: ['a b'],
        departments: ['售后'],
        projects: ['p', 'q'],
        classes: ['c'],
        marks: ['any'],
        tags: ['要, 点'],
      },
      'subject:"a b" department:售后 project:p,q class:c mark:any tag:"要, 点"',
    ],
  ])('%j is written', (form, expected) => {
    expect(printTree(treeOf({ ...EMPTY, ...form }))).toBe(expected)
  })

  test.each([
    'a b',
    'a OR b',
    '(a OR b) sender:#1,#2 -kind:text',
    'from:2026-10-01 to:2026-10-01',
    '~微信 =vx py:zsf from:2026-10-01T08:30:15 to:2026-10-01T08:30:15 platform:wecom',
    'sender:a OR sender:b',
    'sender:a sender:b kind:text kind:file',
    'subject:a department:b,c project:d mark:mark,note tag:"e f" tag:g -mark:any',
  ])('%j goes there and back and means the same', (text) => {
    const form = formOf(readTree(text))
    expect(formOf(treeOf(form))).toEqual(form)
    expect(formOf(readTree(printTree(treeOf(form))))).toEqual(form)
  })
})
