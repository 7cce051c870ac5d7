import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { count, shortDigest } from '../../figures.ts'
import { daysIn } from '../../scope-words.ts'
import { endOf, rangeOf } from '../../time.ts'
import { Copyable, Facts } from '../../ui/parts.tsx'
import type { RequestView } from '../../wire.ts'
import { wordOf } from '../../words.ts'

/** What a request asks for, first as a sentence, then as facts. */
export function ScopeFacts({ request }: { request: RequestView }) {
  const { t } = useTranslation()
  const { scope } = request
  return (
    <div className="stack">
      <p className="scope-sentence">
        <ScopeSentence
          subjects={request.subjects.map((one) => one.name)}
          people={request.people.map((one) => one.name)}
          conversations={request.conversations.map((one) => one.title)}
          from={scope.from}
          to={scope.to}
          kinds={scope.kinds}
          undated={scope.undated}
        />
      </p>
      <Facts
        columns={1}
        of={[
          ...names(
            t('requests.customers'),
            request.subjects.map((one) => one.name),
          ),
          ...names(
            t('requests.accounts'),
            request.people.map((one) => `${one.name} · ${wordOf(t, 'platforms', one.platform)}`),
          ),
          ...names(
            t('requests.conversations'),
            request.conversations.map((one) => one.title),
          ),
          [t('requests.purpose'), t(`purposes.${request.purpose}`)],
          [t('requests.case_no'), request.caseNo],
          [
            t('requests.reason'),
            <span key="reason" className="pre">
              {request.reason}
            </span>,
          ],
          [t('requests.time'), `${rangeOf(scope.from, scope.to)} (${t('requests.days', { count: daysIn(scope) })})`],
          [t('requests.use_until'), endOfUse(t, request.useUntil)],
          [
            t('requests.digest'),
            <Copyable
              key="digest"
              value={request.scopeDigest}
              shown={shortDigest(request.scopeDigest)}
              label={t('requests.digest')}
            />,
          ],
          ...(request.estimate
            ? ([
                [
                  t('requests.estimate'),
                  t('requests.estimate_is', {
                    records: count(request.estimate.records),
                    conversations: count(request.estimate.conversations),
                  }),
                ],
              ] as [string, string][])
            : []),
        ]}
      />
    </div>
  )
}

/** A period of use ends at a midnight: people say the last day, the wire says the moment after it. */
export function endOfUse(t: TFunction, to: number): string {
  const end = endOf(to)
  return 'day' in end ? t('requests.until_day', end) : t('requests.until', { time: end.minute })
}

function names(label: string, list: string[]): [string, ReactNode][] {
  if (list.length === 0) return []
  return [
    [
      label,
      <span key={label} className="names">
        {list.map((name, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two accounts may be shown alike; the list never moves
          <span key={i}>{name}</span>
        ))}
      </span>,
    ],
  ]
}

/** "All records of … in … between … and …": the scope as people say it. */
export function ScopeSentence({
  subjects,
  people,
  conversations,
  from,
  to,
  kinds,
  undated,
}: {
  subjects: string[]
  people: string[]
  conversations: string[]
  from: number
  to: number
  kinds: RequestView['scope']['kinds']
  undated: boolean
}) {
  const { t } = useTranslation()
  const join = (words: string[]) =>
    words.length > 3
      ? t('words.and_more', { list: words.slice(0, 3).join(t('words.and')), n: words.length })
      : words.join(t('words.and'))
  // The accounts of a customer are named in the facts; the sentence names the customer.
  const whose =
    subjects.length > 0 && people.length > 0
      ? [t('requests.with_accounts', { names: join(subjects), count: people.length })]
      : [...subjects, ...people]
  const what =
    kinds === null || kinds.length === 0 ? t('requests.all_kinds') : join(kinds.map((kind) => t(`kinds.${kind}`)))
  const where =
    conversations.length > 0
      ? t('requests.in_conversations', { list: join(conversations.map((title) => t('words.quoted', { word: title }))) })
      : t('requests.in_all_theirs')
  const time = rangeOf(from, to)
  const said = { time, whose: join(whose), where, what }
  const sentence = t(whose.length > 0 ? 'requests.sentence' : 'requests.sentence_nobody', said)
  const at = sentence.lastIndexOf(time)
  return (
    <>
      {sentence.slice(0, at)}
      {/* browsers break a date after its hyphens */}
      <span className="nowrap">{time}</span>
      {sentence.slice(at + time.length)}
      {undated ? t('requests.sentence_undated') : ''}
    </>
  )
}
