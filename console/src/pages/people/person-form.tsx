import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AsAllowed } from '../../ui/as-allowed.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Field } from '../../ui/parts.tsx'
import { NotYet, VerdictButton } from '../../ui/verdict-button.tsx'
import type { Role, Verdict } from '../../wire.ts'
import { type Accounts, accountsFromText, accountsToText } from './accounts-text.ts'
import { ATTRIBUTES, type Attribute } from './attributes.ts'

export const ROLES: Role[] = [
  'agent',
  'team_lead',
  'requester',
  'supervisor',
  'it_reviewer',
  'legal',
  'data_security',
  'executor',
  'monitor',
  'executive',
  'examiner',
  'auditor',
  'administrator',
]

export interface PersonInput {
  username: string
  name: string
  roles: Role[]
  groups: string[]
  manager: string
  accounts: Accounts
  attributes: Partial<Record<Attribute, string>>
}

/** One person: name, roles, groups, manager, accounts. Which roles exclude each other the server decides and says. */
export function PersonForm({
  start,
  isNew = false,
  ruleGroups = [],
  act,
  verdict,
  busy,
  saved = false,
  error,
  save,
  close,
}: {
  start: PersonInput
  isNew?: boolean
  /** Groups that a rule put the person in: shown, not changed here. */
  ruleGroups?: readonly string[]
  act: string
  verdict: Verdict | undefined
  busy: boolean
  saved?: boolean
  error: unknown
  save: (input: PersonInput) => void
  close?: () => void
}) {
  const { t } = useTranslation()
  const [person, setPerson] = useState(start)
  const [accounts, setAccounts] = useState(() => accountsToText(start.accounts))
  const read = accountsFromText(accounts)
  const set = (next: Partial<PersonInput>) => setPerson((before) => ({ ...before, ...next }))
  const isComplete = /^[\w.@-]{2,64}$/.test(person.username) && person.name.trim() !== '' && 'accounts' in read
  const send = () => {
    if ('accounts' in read) save({ ...person, name: person.name.trim(), accounts: read.accounts })
  }
  return (
    <form
      className="panel stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (isComplete && !busy) send()
      }}
    >
      <AsAllowed verdict={verdict}>
        <div className="fields">
          <Field label={t('people.name')}>
            {(control) => (
              <Input
                {...control}
                value={person.name}
                maxLength={100}
                onChange={(event) => set({ name: event.target.value })}
              />
            )}
          </Field>
          <Field label={t('sign_in.username')} hint={isNew ? t('people.username_hint') : undefined}>
            {(control) => (
              <Input
                {...control}
                value={person.username}
                readOnly={!isNew}
                maxLength={64}
                onChange={(event) => set({ username: event.target.value })}
              />
            )}
          </Field>
          <Field label={t('people.roles')} hint={t('people.roles_hint')} wide>
            {({ id }) => (
              <Select
                id={id}
                mode="multiple"
                value={person.roles}
                options={ROLES.map((role) => ({ value: role, label: t(`roles.${role}`) }))}
                optionFilterProp="label"
                onChange={(roles) => set({ roles })}
              />
            )}
          </Field>
          <Field
            label={t('people.groups')}
            hint={
              ruleGroups.length > 0
                ? t('people.groups_by_rule', { groups: ruleGroups.join(t('words.and')) })
                : t('people.groups_hint')
            }
          >
            {({ id }) => (
              <Select
                id={id}
                mode="tags"
                value={person.groups}
                tokenSeparators={[';', '；']}
                open={false}
                suffixIcon={null}
                onChange={(groups) => set({ groups })}
              />
            )}
          </Field>
          <Field label={t('people.manager')} hint={t('people.manager_hint')}>
            {(control) => (
              <Input {...control} value={person.manager} onChange={(event) => set({ manager: event.target.value })} />
            )}
          </Field>
          <Field
            label={t('people.accounts')}
            hint={t('people.accounts_hint')}
            error={'badLine' in read ? t('people.accounts_bad', { line: read.badLine }) : null}
            wide
          >
            {(control) => (
              <Input.TextArea
                {...control}
                className="mono"
                rows={3}
                value={accounts}
                onChange={(event) => setAccounts(event.target.value)}
                spellCheck={false}
              />
            )}
          </Field>
          {ATTRIBUTES.map((name) => (
            <Field key={name} label={t(`attributes.${name}`)}>
              {(control) => (
                <Input
                  {...control}
                  value={person.attributes[name] ?? ''}
                  maxLength={200}
                  onChange={(event) => set({ attributes: { ...person.attributes, [name]: event.target.value } })}
                />
              )}
            </Field>
          ))}
        </div>
      </AsAllowed>
      <ProblemNote error={error} />
      <div className="row row-end">
        <span className="quiet" role="status">
          {saved && !busy && !error ? t('state.saved') : ''}
        </span>
        {close ? <Button onClick={close}>{t('acts.back')}</Button> : null}
        {isComplete ? (
          <VerdictButton type="primary" htmlType="submit" verdict={verdict} loading={busy}>
            {act}
          </VerdictButton>
        ) : (
          <NotYet>{act}</NotYet>
        )}
      </div>
    </form>
  )
}
