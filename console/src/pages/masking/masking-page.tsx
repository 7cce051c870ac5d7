import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Button, Input, Segmented, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { useVerdict } from '../../session.ts'
import { RECIPIENTS } from '../../states.ts'
import { ActForm } from '../../ui/act-form.tsx'
import { MaskedText } from '../../ui/masked-text.tsx'
import { Note, ProblemNote } from '../../ui/note.tsx'
import { Copyable, Field, PageHead, Shape, Tag } from '../../ui/parts.tsx'
import { toast } from '../../ui/toast.tsx'
import { NotYet, VerdictButton } from '../../ui/verdict-button.tsx'
import type { MaskingPolicies, Recipient, TriedMasking } from '../../wire.ts'
import { wordOf } from '../../words.ts'
import { LearningBox } from './learning-box.tsx'
import { kindWords, looserKinds } from './looser.ts'
import { History } from './masking-history.tsx'
import { Proposals } from './proposals.tsx'
import { maskingQuery } from './queries.ts'
import './masking.css'

const route = getRouteApi('/house/masking')

/** What is done with each kind of thing that a text gives away, for each class of those who receive it. */
export function MaskingPage() {
  const { t } = useTranslation()
  const masking = useQuery(maskingQuery)
  const { recipient = 'screen' } = route.useSearch()
  const navigate = route.useNavigate()
  // what was chosen for one recipient stays while another is looked at
  const [drafts, setDrafts] = useState<Drafts>({})
  const policy = masking.data?.policies.find((one) => one.recipient === recipient)
  return (
    <div className="page stack">
      <PageHead title={t('pages.masking')} lead={t('masking.lead')} />
      {masking.isPending ? <Shape lines={10} /> : null}
      <ProblemNote error={masking.error} retry={() => masking.refetch()} />
      <Segmented
        className="mask-recipient"
        aria-label={t('masking.recipient')}
        value={recipient}
        options={RECIPIENTS.map((one) => ({ value: one, label: t(`masking.recipients.${one}`) }))}
        onChange={(value) => navigate({ search: value === 'screen' ? {} : { recipient: value } })}
      />
      {masking.data ? <Proposals of={masking.data} /> : null}
      {masking.data && policy ? (
        <Rules
          key={`${recipient} ${policy.id}`}
          of={policy}
          choices={masking.data.choices}
          rules={drafts[`${recipient} ${policy.id}`] ?? policy.rules}
          setRules={(rules) => setDrafts({ ...drafts, [`${recipient} ${policy.id}`]: rules })}
        />
      ) : null}
      <LearningBox />
      {masking.data ? <History packs={masking.data.policies} /> : null}
    </div>
  )
}

type Policy = MaskingPolicies['policies'][number]
type Drafts = Record<string, Policy['rules']>

function Rules({
  of,
  choices,
  rules,
  setRules,
}: {
  of: Policy
  choices: MaskingPolicies['choices']
  rules: Policy['rules']
  setRules: (rules: Policy['rules']) => void
}) {
  const { t } = useTranslation()
  const isChanged = Object.keys(choices).some((kind) => rules[kind] !== of.rules[kind])
  const isPack = Object.keys(choices).every((kind) => of.rules[kind] === of.pack[kind])
  return (
    <div className="stack">
      <section className="panel stack">
        <div className="spread">
          <p className="quiet">{t(`masking.recipient_means.${of.recipient}`)}</p>
          <span className="row">
            <Tag tone={isPack ? 'plain' : 'accent'}>{t(isPack ? 'masking.from_pack' : 'masking.from_house')}</Tag>
            <span>
              <span className="quiet">{t('masking.id')}</span> <Copyable value={of.id} label={t('masking.id')} />
            </span>
          </span>
        </div>
        <div className="mask-rules">
          {Object.entries(choices).map(([kind, words]) => (
            <div key={kind} className={rules[kind] === of.pack[kind] ? undefined : 'mask-rule-other'}>
              <Field
                label={wordOf(t, 'masking.kinds', kind)}
                hint={
                  words.length < 2
                    ? t('masking.only_rule')
                    : rules[kind] === of.pack[kind]
                      ? undefined
                      : t('masking.not_pack')
                }
              >
                {(control) => (
                  <Select
                    {...control}
                    value={rules[kind]}
                    disabled={words.length < 2}
                    options={words
                      .filter((word) => of.recipient !== 'screen' || word !== 'pseudonym')
                      .map((word) => ({ value: word, label: wordOf(t, 'masking.rules', word) }))}
                    onChange={(word) => setRules({ ...rules, [kind]: word })}
                  />
                )}
              </Field>
            </div>
          ))}
        </div>
        <p className="quiet">{wordOf(t, 'masking.length_means', rules.length ?? '')}</p>
      </section>
      <Try recipient={of.recipient} rules={rules} />
      <Change
        of={of}
        rules={rules}
        choices={choices}
        isChanged={isChanged}
        isPack={isPack}
        reset={() => setRules(of.rules)}
      />
    </div>
  )
}

/** A text of one's own beside what the rules leave of it. */
function Try({ recipient, rules }: { recipient: Recipient; rules: Record<string, string> }) {
  const { t } = useTranslation()
  const [text, setText] = useState(t('masking.sample'))
  const tried = useMutation({
    mutationFn: (input: { text: string; recipient: Recipient; rules: Record<string, string> }) =>
      api.send<TriedMasking>('/api/masking/try', input),
  })
  // what is left was left of that text by those rules, and by no others
  const isOfNow = tried.variables?.text === text && tried.variables.rules === rules
  return (
    <section className="panel stack" aria-label={t('masking.try')}>
      <div className="spread">
        <h2>{t('masking.try')}</h2>
        {text === '' ? (
          <NotYet>{t('masking.try_act')}</NotYet>
        ) : (
          <Button onClick={() => tried.mutate({ text, recipient, rules })} loading={tried.isPending}>
            {t('masking.try_act')}
          </Button>
        )}
      </div>
      <div className="columns">
        <Field label={t('masking.try_text')} hint={t('masking.try_hint')}>
          {(control) => (
            <Input.TextArea
              {...control}
              value={text}
              maxLength={5000}
              rows={4}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <div className="field">
          <span className="field-label">{t('masking.try_shown')}</span>
          <div className="mask-tried" aria-live="polite">
            {tried.data && isOfNow ? (
              <MaskedText of={tried.data.shown} />
            ) : (
              <span className="quiet">{t('masking.not_tried')}</span>
            )}
          </div>
        </div>
      </div>
      <ProblemNote error={tried.error} />
    </section>
  )
}

function Change({
  of,
  rules,
  choices,
  isChanged,
  isPack,
  reset,
}: {
  of: Policy
  rules: Record<string, string>
  choices: MaskingPolicies['choices']
  isChanged: boolean
  isPack: boolean
  reset: () => void
}) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const change = useMutation({
    mutationFn: (wanted: Record<string, string> | null) =>
      api.send<MaskingPolicies>('/api/masking', { recipient: of.recipient, rules: wanted, reason, seen: of.version }),
    onSuccess: (_answer, wanted) => {
      const isLooser = looserKinds(choices, of.rules, wanted ?? of.pack).length > 0
      toast(t(isLooser ? 'masking.proposed' : 'masking.changed'))
      if (isLooser) reset()
      setReason('')
      queries.invalidateQueries({ queryKey: maskingQuery.queryKey })
    },
  })
  const looser = looserKinds(choices, of.rules, rules)
  const hasReason = reason.trim().length >= 4
  return (
    <ActForm
      panel
      act={t(looser.length > 0 ? 'masking.propose' : 'masking.change')}
      needs="masking.change"
      isReady={isChanged && hasReason}
      busy={change.isPending}
      error={change.error}
      send={() => change.mutate(rules)}
      close={
        isChanged || reason !== ''
          ? () => {
              reset()
              setReason('')
            }
          : null
      }
      leave="reset"
      besides={
        isPack ? null : <BackToPack hasReason={hasReason} busy={change.isPending} go={() => change.mutate(null)} />
      }
    >
      {looser.length > 0 ? (
        <Note tone="ink" title={t('masking.looser', { kinds: kindWords(t, looser) })}>
          {t('masking.looser_means')}
        </Note>
      ) : null}
      <Field label={t('masking.reason')} hint={t('masking.reason_hint')}>
        {(control) => (
          <Input
            {...control}
            value={reason}
            maxLength={500}
            autoComplete="off"
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </ActForm>
  )
}

function BackToPack({ hasReason, busy, go }: { hasReason: boolean; busy: boolean; go: () => void }) {
  const { t } = useTranslation()
  const verdict = useVerdict('masking.change')
  if (!hasReason) return <NotYet>{t('masking.back_to_pack')}</NotYet>
  return (
    <VerdictButton verdict={verdict} loading={busy} onClick={go}>
      {t('masking.back_to_pack')}
    </VerdictButton>
  )
}
