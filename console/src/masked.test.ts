import { expect, it } from 'vitest'
import { runsOf } from './masked.ts'

const span = (start: number, end: number, kind = 'x') => ({ start, end, kind })

it('cuts a text at its masks and hits', () => {
  const runs = runsOf({
    text: '电话138****8000退款',
    masks: [span(2, 13, 'mobile')],
    highlights: [span(13, 15, 'hit')],
  })
  expect(runs).toEqual([
    { text: '电话', mask: null, hit: false },
    { text: '138****8000', mask: 'mobile', hit: false },
    { text: '退款', mask: null, hit: true },
  ])
})

it('shows a hit that reaches into a mask as both', () => {
  const runs = runsOf({ text: 'abcd', masks: [span(1, 3, 'name')], highlights: [span(2, 4, 'hit')] })
  expect(runs.map(({ text, mask, hit }) => `${text}/${mask ?? ''}/${hit}`)).toEqual([
    'a//false',
    'b/name/false',
    'c/name/true',
    'd//true',
  ])
})

it('never shows more, less or other text, whatever the spans say', () => {
  const text = 'x😀y退z'
  for (const masks of [[span(-5, 2)], [span(3, 1)], [span(0, 99)], [span(2, 2)], [span(0, 3), span(1, 2)]]) {
    expect(
      runsOf({ text, masks, highlights: [] })
        .map((run) => run.text)
        .join(''),
    ).toBe(text)
  }
})
