import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Input, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { peopleQuery } from '../../api/queries.ts'
import { useVerdict } from '../../session.ts'
import { DetailPane } from '../../shell/detail-pane.tsx'
import { ConfirmBox } from '../../ui/confirm-box.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Empty, PageHead, Shape, Tag } from '../../ui/parts.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { VerdictButton } from '../../ui/verdict-button.tsx'
import type { NewPerson, Person } from '../../wire.ts'
import { DirectoriesPanel } from './directories-panel.tsx'
import { GroupsPanel } from './groups-panel.tsx'
import { ImportPeople } from './import-people.tsx'
import { OneTimeLinkBox } from './one-time-link.tsx'
import { PersonForm, type PersonInput } from './person-form.tsx'
import './people.css'

const route = getRouteApi('/house/people')

/** Who may sign in, as what, and whose accounts are theirs. */
export function PeoplePage() {
  const { t } = useTranslation()
  const { id, part = 'people' } = route.useSearch()
  const navigate = route.useNavigate()
  const manage = useVerdict('people.manage')
  const importing = useVerdict('people.import')
  const list = useQuery(peopleQuery)
  const [find, setFind] = useState('')
  const [open, setOpen] = useState<'new' | 'import' | null>(null)
  const term = find.trim().toLowerCase()
  const rows = (list.data ?? []).filter((one) =>
    [one.name, one.username, ...one.groups].some((word) => word.toLowerCase().includes(term)),
  )
  const chosen = list.data?.find((one) => one.id === id)
  const columns: Column<Person>[] = [
    { key: 'name', title: t('people.name'), cell: (row) => <b>{row.name}</b> },
    { key: 'username', title: t('sign_in.username'), cell: (row) => row.username },
    { key: 'roles', title: t('people.roles'), cell: (row) => <Roles of={row} /> },
    { key: 'groups', title: t('people.groups'), cell: (row) => row.groups.join(t('words.and')) },
    { key: 'state', title: t('requests.state'), badge: true, cell: (row) => <PersonState state={row.state} /> },
  ]
  return (
    <div className={chosen || open === 'new' ? 'split' : 'split split-alone'}>
      <div className="split-list">
        <PageHead
          title={t('pages.people')}
          lead={chosen || open === 'new' ? undefined : t('people.lead')}
          acts={
            <>
              <VerdictButton verdict={importing} onClick={() => setOpen('import')}>
                {t('people.import')}
              </VerdictButton>
              <VerdictButton type="primary" verdict={manage} onClick={() => setOpen('new')}>
                {t('people.new')}
              </VerdictButton>
            </>
          }
        />
        <div className="row">
          <Segmented<'people' | 'groups' | 'directories'>
            value={part}
            onChange={(value) => {
              setOpen(null)
              navigate({ search: value === 'people' ? {} : { part: value } })
            }}
            options={[
              { value: 'people', label: t('people.part') },
              { value: 'groups', label: t('person_groups.title') },
              { value: 'directories', label: t('directories.title') },
            ]}
          />
          {part === 'people' ? (
            <Input.Search
              value={find}
              onChange={(event) => setFind(event.target.value)}
              placeholder={t('people.find')}
              aria-label={t('people.find')}
              allowClear
              style={{ maxWidth: 480 }}
            />
          ) : null}
        </div>
        {list.isPending ? <Shape lines={8} /> : null}
        <ProblemNote error={list.error} retry={() => list.refetch()} />
        {part === 'groups' ? <GroupsPanel people={list.data ?? []} /> : null}
        {part === 'directories' ? <DirectoriesPanel /> : null}
        {list.data && part === 'people' ? (
          <Table
            label={t('pages.people')}
            columns={chosen || open === 'new' ? columns.slice(0, 3) : columns}
            rows={rows}
            rowKey={(row) => row.id}
            open={(row) => {
              setOpen(null)
              navigate({ search: { id: row.id } })
            }}
            selected={id ?? null}
            empty={<Empty title={t('people.none')}>{t('people.none_why')}</Empty>}
          />
        ) : null}
      </div>
      {open === 'new' ? (
        <DetailPane close={() => setOpen(null)}>
          <NewPersonPane
            close={() => setOpen(null)}
            made={(person) => {
              setOpen(null)
              navigate({ search: { id: person.id } })
            }}
          />
        </DetailPane>
      ) : chosen ? (
        <DetailPane close={() => navigate({ search: {} })}>
          <PersonPane key={chosen.id} person={chosen} people={list.data ?? []} />
        </DetailPane>
      ) : null}
      {open === 'import' ? <ImportPeople close={() => setOpen(null)} /> : null}
    </div>
  )
}

function Roles({ of }: { of: Person }) {
  const { t } = useTranslation()
  return (
    <span className="row roles">
      {of.roles.map((role) => (
        <Tag key={role}>{t(`roles.${role}`)}</Tag>
      ))}
    </span>
  )
}

function PersonState({ state }: { state: Person['state'] }) {
  const { t } = useTranslation()
  return (
    <Tag tone={state === 'active' ? 'accent' : state === 'disabled' ? 'red' : 'plain'}>
      {t(`people.states.${state}`)}
    </Tag>
  )
}

function NewPersonPane({ close, made }: { close: () => void; made: (person: Person) => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const verdict = useVerdict('people.manage')
  const add = useMutation({
    mutationFn: (input: PersonInput) =>
      api.send<Person>('/api/people', { ...input, manager: input.manager || null } satisfies NewPerson),
    onSuccess: async (person) => {
      await queries.invalidateQueries({ queryKey: ['people'] })
      made(person)
    },
  })
  return (
    <div className="stack">
      <h2>{t('people.new')}</h2>
      <p className="quiet">{t('people.new_how')}</p>
      <PersonForm
        start={{ username: '', name: '', roles: [], groups: [], manager: '', accounts: [], attributes: {} }}
        isNew
        act={t('people.add')}
        verdict={verdict}
        busy={add.isPending}
        error={add.error}
        save={(input) => add.mutate(input)}
        close={close}
      />
    </div>
  )
}

function PersonPane({ person, people }: { person: Person; people: Person[] }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const manage = useVerdict('people.manage')
  const refresh = () => queries.invalidateQueries({ queryKey: ['people'] })
  const save = useMutation({
    mutationFn: (input: PersonInput) =>
      api.change<Person>(`/api/people/${person.id}`, {
        name: input.name,
        roles: input.roles,
        groups: input.groups,
        manager: input.manager || null,
        accounts: input.accounts,
        attributes: input.attributes,
      }),
    onSuccess: refresh,
  })
  const disable = useMutation({
    mutationFn: (disabled: boolean) => api.change<Person>(`/api/people/${person.id}`, { disabled }),
    onSuccess() {
      setAsked(false)
      return refresh()
    },
  })
  const [asked, setAsked] = useState(false)
  const manager = people.find((one) => one.id === person.managerId)
  return (
    <div className="stack">
      <header className="spread">
        <div className="row">
          <h2>{person.name}</h2>
          <span className="quiet">{person.username}</span>
          <PersonState state={person.state} />
        </div>
        <div className="row">
          <OneTimeLinkBox person={person} />
          <VerdictButton
            danger={person.state !== 'disabled'}
            verdict={manage}
            loading={disable.isPending}
            onClick={() => (person.state === 'disabled' ? disable.mutate(false) : setAsked(true))}
          >
            {t(person.state === 'disabled' ? 'people.enable' : 'people.disable')}
          </VerdictButton>
        </div>
      </header>
      {asked ? (
        <ConfirmBox
          title={t('people.disable_title', { name: person.name })}
          consequence={t('people.disable_means')}
          act={t('people.disable')}
          busy={disable.isPending}
          error={disable.error}
          confirm={() => disable.mutate(true)}
          close={() => setAsked(false)}
        />
      ) : (
        <ProblemNote error={disable.error} />
      )}
      <PersonForm
        start={{
          username: person.username,
          name: person.name,
          roles: person.roles,
          groups: person.groups.filter((name) => !person.ruleGroups.includes(name)),
          manager: manager?.username ?? '',
          accounts: person.accounts,
          attributes: person.attributes,
        }}
        ruleGroups={person.ruleGroups}
        act={t('acts.save')}
        verdict={manage}
        busy={save.isPending}
        saved={save.isSuccess}
        error={save.error}
        save={(input) => save.mutate(input)}
      />
    </div>
  )
}
