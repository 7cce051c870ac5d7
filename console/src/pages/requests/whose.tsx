import { useQueries, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { conversationsQuery, participantsQuery, subjectsQuery } from '../../api/queries.ts'
import { count } from '../../figures.ts'
import { rangeOf } from '../../time.ts'
import { ProblemNote } from '../../ui/note.tsx'
import { Field, Shape, Tag } from '../../ui/parts.tsx'
import { useSettled } from '../../ui/settled.ts'
import type { ConversationSummary, Participant, Subject } from '../../wire.ts'
import { wordOf } from '../../words.ts'
import type { Draft } from './draft.ts'

/** Whose records: customers found by phone, account or name; single accounts; or single conversations of theirs. */
export function Whose({ draft, change }: { draft: Draft; change: (next: Partial<Draft>) => void }) {
  const { t } = useTranslation()
  const [find, setFind] = useState('')
  const term = useSettled(find.trim())
  const subjects = useQuery({ ...subjectsQuery(term), enabled: term !== '' })
  const participants = useQuery(participantsQuery(term))
  const pickSubject = ({ id, name }: Subject) => {
    const others = draft.subjects.filter((one) => one.id !== id)
    change({ subjects: others.length < draft.subjects.length ? others : [...others, { id, name }] })
  }
  const pickPerson = (picked: Participant) => {
    const others = draft.people.filter(({ no }) => no !== picked.no)
    const isNew = others.length === draft.people.length
    change({ people: isNew ? [...others, { no: picked.no, name: accountName(t, picked) }] : others })
  }
  const isLooking = term !== find.trim() || subjects.isPending || participants.isPending
  return (
    <div className="stack">
      <Field label={t('request_form.find')} hint={t('request_form.find_hint')}>
        {(control) => (
          <Input
            {...control}
            value={find}
            onChange={(event) => setFind(event.target.value)}
            autoComplete="off"
            allowClear
          />
        )}
      </Field>
      <ProblemNote error={subjects.error ?? participants.error} />
      {find.trim() === '' ? null : isLooking ? (
        <Shape lines={3} />
      ) : (
        <Found
          subjects={subjects.data ?? []}
          participants={participants.data ?? []}
          draft={draft}
          pickSubject={pickSubject}
          pickPerson={pickPerson}
        />
      )}
      <Picked draft={draft} change={change} />
      <Conversations draft={draft} change={change} />
    </div>
  )
}

/** What an account is called: the source's name for it, else the account itself. */
function accountName(t: TFunction, one: Participant): string {
  return `${one.name || one.account} · ${wordOf(t, 'platforms', one.platform)}`
}

function Found({
  subjects,
  participants,
  draft,
  pickSubject,
  pickPerson,
}: {
  subjects: Subject[]
  participants: Participant[]
  draft: Draft
  pickSubject: (one: Subject) => void
  pickPerson: (one: Participant) => void
}) {
  const { t } = useTranslation()
  if (subjects.length + participants.length === 0) {
    return (
      <p className="quiet" role="status">
        {t('request_form.nobody')}{' '}
        <Link to="/customers" search={{}}>
          {t('request_form.register')}
        </Link>
      </p>
    )
  }
  return (
    <section className="finder-results" aria-label={t('request_form.found')}>
      {subjects.map((one) => (
        <button
          type="button"
          key={one.id}
          aria-pressed={draft.subjects.some(({ id }) => id === one.id)}
          onClick={() => pickSubject(one)}
        >
          <span>
            <Box of={draft.subjects.some(({ id }) => id === one.id)} />{' '}
            <Tag tone="accent">{t('request_form.customer')}</Tag> <strong>{one.name}</strong>
          </span>
          <span className="quiet">
            {one.phone ?? ''} · {t('request_form.accounts', { count: one.participants.length })}
          </span>
        </button>
      ))}
      {participants.map((one) => (
        <button
          type="button"
          key={one.no}
          aria-pressed={draft.people.some(({ no }) => no === one.no)}
          onClick={() => pickPerson(one)}
        >
          <span>
            <Box of={draft.people.some(({ no }) => no === one.no)} /> <Tag>{t('request_form.account')}</Tag>{' '}
            {one.name || one.account}
          </span>
          <span className="quiet">
            {wordOf(t, 'platforms', one.platform)} · {one.account} ·{' '}
            {t('request_form.conversations', { count: one.conversations, n: count(one.conversations) })}
          </span>
        </button>
      ))}
    </section>
  )
}

/** Seen beside what can be picked; heard as whether it is pressed. */
function Box({ of }: { of: boolean }) {
  return <span aria-hidden>{of ? '☑' : '☐'}</span>
}

function Picked({ draft, change }: { draft: Draft; change: (next: Partial<Draft>) => void }) {
  const { t } = useTranslation()
  if (draft.subjects.length + draft.people.length === 0) return null
  const remove = (label: string, act: () => void) => (
    <Button size="small" type="text" aria-label={t('acts.remove_what', { what: label })} onClick={act}>
      {t('acts.remove')}
    </Button>
  )
  return (
    <ul className="picked" aria-label={t('request_form.picked')}>
      {draft.subjects.map((one) => (
        <li key={one.id}>
          <Tag tone="accent">{t('request_form.customer')}</Tag>
          <strong>{one.name}</strong>
          {remove(one.name, () => change({ subjects: draft.subjects.filter(({ id }) => id !== one.id) }))}
        </li>
      ))}
      {draft.people.map((one) => (
        <li key={one.no}>
          <Tag>{t('request_form.account')}</Tag>
          <span>{one.name}</span>
          {remove(one.name, () => change({ people: draft.people.filter(({ no }) => no !== one.no) }))}
        </li>
      ))}
    </ul>
  )
}

/** Narrowing to conversations: of the accounts picked, one account at a time. None picked = all of theirs. */
function Conversations({ draft, change }: { draft: Draft; change: (next: Partial<Draft>) => void }) {
  const { t } = useTranslation()
  const [of, setOf] = useState<number | null>(null)
  // each customer is found by their own name: the accounts of all who were picked
  const picked = useQueries({ queries: draft.subjects.map(({ name }) => subjectsQuery(name)) })
  const accounts = [
    ...draft.people,
    ...picked
      .flatMap(({ data }, i) => (data ?? []).filter(({ id }) => id === draft.subjects[i]?.id))
      .flatMap((one) => one.participants.map((account) => ({ no: account.no, name: accountName(t, account) }))),
  ]
  const conversations = useQuery(conversationsQuery(of))
  const toggle = (one: ConversationSummary) =>
    change({
      conversations: draft.conversations.some(({ no }) => no === one.no)
        ? draft.conversations.filter(({ no }) => no !== one.no)
        : [...draft.conversations, { no: one.no, title: one.title }],
    })
  if (accounts.length === 0 && draft.conversations.length === 0) return null
  return (
    <div className="stack">
      <div className="row">
        <span className="field-label">{t('request_form.narrow')}</span>
        {accounts.map((one) => (
          <Button
            key={one.no}
            size="small"
            type={of === one.no ? 'primary' : 'default'}
            onClick={() => setOf(of === one.no ? null : one.no)}
          >
            {one.name}
          </Button>
        ))}
      </div>
      {of !== null && conversations.isPending ? <Shape lines={3} /> : null}
      <ProblemNote error={conversations.error} retry={() => conversations.refetch()} />
      {of === null || !conversations.data ? null : (
        <ul className="finder-results" aria-label={t('request_form.their_conversations')}>
          {conversations.data.map((one) => (
            <li key={one.no}>
              <button
                type="button"
                aria-pressed={draft.conversations.some(({ no }) => no === one.no)}
                onClick={() => toggle(one)}
              >
                <span>
                  <Box of={draft.conversations.some(({ no }) => no === one.no)} /> {one.title}
                </span>
                <span className="quiet">{rangeOf(one.from, one.to)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {draft.conversations.length > 0 ? (
        <ul className="picked">
          {draft.conversations.map((one) => (
            <li key={one.no}>
              <Tag>{t('request_form.conversation')}</Tag>
              <span>{one.title}</span>
              <Button
                size="small"
                type="text"
                aria-label={t('acts.remove_what', { what: one.title })}
                onClick={() => change({ conversations: draft.conversations.filter(({ no }) => no !== one.no) })}
              >
                {t('acts.remove')}
              </Button>
            </li>
          ))}
        </ul>
      ) : (
        <p className="quiet">{t('request_form.all_conversations')}</p>
      )}
    </div>
  )
}
