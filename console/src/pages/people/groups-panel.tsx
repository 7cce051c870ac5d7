import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Select } from 'antd'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { groupsQuery } from '../../api/queries.ts'
import { count } from '../../figures.ts'
import { useVerdict } from '../../session.ts'
import { ActForm } from '../../ui/act-form.tsx'
import { AsAllowed } from '../../ui/as-allowed.tsx'
import { ConfirmBox } from '../../ui/confirm-box.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Empty, Field, Shape, Tag } from '../../ui/parts.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { toast } from '../../ui/toast.tsx'
import { NotYet, VerdictButton } from '../../ui/verdict-button.tsx'
import type { Group, GroupMember, GroupRule, Person } from '../../wire.ts'
import { ATTRIBUTES, type Attribute } from './attributes.ts'

/** Groups by hand and by rule, who is in each, and why. */
export function GroupsPanel({ people }: { people: readonly Person[] }) {
  const { t } = useTranslation()
  const list = useQuery(groupsQuery)
  const manage = useVerdict('people.manage')
  const [open, setOpen] = useState<Group | 'new' | null>(null)
  const columns: Column<Group>[] = [
    { key: 'name', title: t('person_groups.name'), cell: (row) => <b>{row.name}</b> },
    { key: 'rule', title: t('person_groups.rule'), breaks: true, cell: (row) => <RuleWords of={row.rule} /> },
    { key: 'members', title: t('person_groups.members'), align: 'right', cell: (row) => count(row.members.length) },
  ]
  if (list.isPending) return <Shape lines={5} />
  if (list.isError) return <ProblemNote error={list.error} retry={() => list.refetch()} />
  const shown = open === 'new' || open === null ? open : (list.data.find(({ id }) => id === open.id) ?? null)
  return (
    <div className="stack people-part">
      <div className="row">
        <VerdictButton verdict={manage} onClick={() => setOpen('new')}>
          {t('person_groups.new')}
        </VerdictButton>
      </div>
      <Table
        label={t('person_groups.title')}
        columns={columns}
        rows={list.data}
        rowKey={(row) => row.id}
        open={setOpen}
        selected={shown !== null && shown !== 'new' ? shown.id : null}
        height="320px"
        empty={<Empty title={t('person_groups.none')}>{t('person_groups.none_why')}</Empty>}
      />
      {shown === null ? null : (
        <GroupForm
          key={shown === 'new' ? 'new' : shown.id}
          group={shown === 'new' ? null : shown}
          people={people}
          close={() => setOpen(null)}
        />
      )}
    </div>
  )
}

function RuleWords({ of: rule }: { of: GroupRule | null }) {
  const { t } = useTranslation()
  if (rule === null) return <span className="quiet">{t('person_groups.by_hand')}</span>
  return <span>{rule.map((each) => conditionWords(t, each)).join(t('person_groups.and'))}</span>
}

const conditionWords = (t: TFunction, { attribute, is }: GroupRule[number]) =>
  t('person_groups.condition', { attribute: t(`attributes.${attribute}`), is: is.join(t('person_groups.or')) })

function GroupForm({ group, people, close }: { group: Group | null; people: readonly Person[]; close: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const manage = useVerdict('people.manage')
  const [name, setName] = useState(group?.name ?? '')
  const [rule, setRule] = useState<GroupRule>(group?.rule ?? [])
  const [removing, setRemoving] = useState(false)
  const written = rule.filter(({ is }) => is.length > 0)
  const refresh = () => {
    queries.invalidateQueries({ queryKey: ['groups'] })
    queries.invalidateQueries({ queryKey: ['people'] })
  }
  const save = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), rule: written.length > 0 ? written : null }
      return group ? api.change(`/api/groups/${group.id}`, body) : api.send('/api/groups', body)
    },
    onSuccess: () => {
      refresh()
      toast(t('state.saved'))
      if (!group) close()
    },
  })
  const remove = useMutation({
    mutationFn: () => api.remove(`/api/groups/${group?.id}`),
    onSuccess: () => {
      refresh()
      close()
    },
  })
  const attempt = useMutation({
    mutationFn: () => api.send<{ members: GroupMember[] }>('/api/groups/try', { rule: written }),
  })
  return (
    <>
      <ActForm
        panel
        act={t('acts.save')}
        needs="people.manage"
        isReady={name.trim() !== ''}
        busy={save.isPending}
        error={save.error ?? attempt.error}
        send={() => save.mutate()}
        close={close}
        leave="close"
        besides={
          <>
            {group ? (
              <VerdictButton danger verdict={manage} onClick={() => setRemoving(true)}>
                {t('person_groups.remove')}
              </VerdictButton>
            ) : null}
            <VerdictButton
              verdict={manage}
              disabled={written.length === 0}
              loading={attempt.isPending}
              onClick={() => attempt.mutate()}
            >
              {t('person_groups.try')}
            </VerdictButton>
          </>
        }
      >
        <AsAllowed verdict={manage}>
          <Field label={t('person_groups.name')}>
            {(control) => (
              <Input {...control} value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />
            )}
          </Field>
          <Conditions rule={rule} change={setRule} />
        </AsAllowed>
      </ActForm>
      {attempt.data ? (
        <Members title={t('person_groups.would_be')} members={attempt.data.members} people={people} />
      ) : group ? (
        <Members title={t('person_groups.are')} members={group.members} people={people} />
      ) : null}
      {removing && group ? (
        <ConfirmBox
          title={t('person_groups.remove_title', { name: group.name })}
          consequence={t('person_groups.remove_means')}
          act={t('person_groups.remove')}
          busy={remove.isPending}
          error={remove.error}
          confirm={() => remove.mutate()}
          close={() => setRemoving(false)}
        />
      ) : null}
    </>
  )
}

function Conditions({ rule, change }: { rule: GroupRule; change: (rule: GroupRule) => void }) {
  const { t } = useTranslation()
  const replace = (place: number, next: Partial<GroupRule[number]>) =>
    change(rule.map((each, i) => (i === place ? { ...each, ...next } : each)))
  const free = ATTRIBUTES.find((each) => rule.every(({ attribute }) => attribute !== each))
  return (
    <fieldset className="stack conditions">
      <legend>{t('person_groups.rule')}</legend>
      <p className="quiet">{t('person_groups.rule_how')}</p>
      {rule.map((condition, place) => (
        <div key={condition.attribute} className="row">
          <Select<Attribute>
            value={condition.attribute}
            aria-label={t('person_groups.attribute')}
            style={{ width: 140 }}
            options={ATTRIBUTES.map((each) => ({
              value: each,
              label: t(`attributes.${each}`),
              disabled: each !== condition.attribute && rule.some(({ attribute }) => attribute === each),
            }))}
            onChange={(attribute) => replace(place, { attribute })}
          />
          <Select
            mode="tags"
            value={condition.is}
            aria-label={t('person_groups.values')}
            placeholder={t('person_groups.values')}
            style={{ flex: 1, minWidth: 200 }}
            open={false}
            suffixIcon={null}
            tokenSeparators={[';', '；']}
            onChange={(is) => replace(place, { is })}
          />
          <Button size="small" type="text" onClick={() => change(rule.filter((_, i) => i !== place))}>
            {t('acts.remove')}
          </Button>
        </div>
      ))}
      <div className="row">
        {free === undefined ? (
          <NotYet size="small" why={t('person_groups.all_conditions')}>
            {t('person_groups.add_condition')}
          </NotYet>
        ) : (
          <Button size="small" onClick={() => change([...rule, { attribute: free, is: [] }])}>
            {t('person_groups.add_condition')}
          </Button>
        )}
      </div>
    </fieldset>
  )
}

function Members({
  title,
  members,
  people,
}: {
  title: string
  members: readonly GroupMember[]
  people: readonly Person[]
}) {
  const { t } = useTranslation()
  const names = new Map(people.map((one) => [one.id, one]))
  const columns: Column<GroupMember>[] = [
    { key: 'name', title: t('people.name'), cell: (row) => names.get(row.person)?.name ?? row.person },
    {
      key: 'why',
      title: t('person_groups.why'),
      breaks: true,
      cell: (row) =>
        row.because === null ? (
          <Tag>{t('person_groups.by_hand')}</Tag>
        ) : (
          row.because
            .map(({ attribute, value }) =>
              t('person_groups.condition', { attribute: t(`attributes.${attribute}`), is: value }),
            )
            .join(t('person_groups.and'))
        ),
    },
  ]
  return (
    <section className="panel stack">
      <h2>
        {title} <span className="quiet">{count(members.length)}</span>
      </h2>
      <Table
        label={title}
        columns={columns}
        rows={[...members]}
        rowKey={(row) => row.person}
        height="280px"
        empty={<Empty title={t('person_groups.nobody')} />}
      />
    </section>
  )
}
