import { DownOutlined, UpOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, DatePicker, Input, Select } from 'antd'
import dayjs from 'dayjs'
import { type ReactNode, useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { participantsQuery } from '../../api/queries.ts'
import { KINDS } from '../../states.ts'
import { fromWallClock, toWallClock } from '../../time.ts'
import { useSettled } from '../../ui/settled.ts'
import type { Kind, SearchForm } from '../../wire.ts'
import { wordOf } from '../../words.ts'
import { afterSecond, EMPTY_FORM, type ListPlace, lastSecond, numbered, setIn, tidied, wholeSecond } from './form.ts'
import type { Told } from './told.ts'

const PLATFORMS = ['wecom', 'wechat', 'dingtalk', 'feishu', 'qq', 'sms', 'slack', 'mattermost', 'teams', 'telegram']
const MARKS = ['mark', 'tag', 'note', 'any'] as const
const FILES = ['document', 'sheet', 'slides', 'picture', 'audio', 'video', 'archive', 'program'] as const

const SELDOM: readonly ListPlace[] = [
  'subjects',
  'departments',
  'projects',
  'groups',
  'conversations',
  'platforms',
  'files',
  'classes',
  'marks',
  'tags',
]

interface FormProps {
  form: SearchForm
  /** The classes of retention that the policy has. */
  classes: readonly string[]
  /** What the numbers in it are called. */
  told: Told
  /** The form as somebody changed it; the box is written from it. */
  write: (form: SearchForm) => void
}

type FormParts = Pick<FormProps, 'form' | 'write'>

/** The same question as the box, as a form. */
export function QueryForm({ form, classes, told, write }: FormProps) {
  const { t } = useTranslation()
  const list = (place: ListPlace) => ({
    label: t(`search.form.${place}`),
    value: form[place],
    change: (values: string[]) => write({ ...form, [place]: tidied(values) }),
  })
  return (
    <section className="query-form" aria-label={t('search.form.title')}>
      <div className="side-head">
        <h2>{t('search.form.title')}</h2>
        {setIn(form) === 0 ? null : (
          <Button type="link" size="small" onClick={() => write({ ...EMPTY_FORM, words: form.words })}>
            {t('search.clear')}
          </Button>
        )}
      </div>
      <Words form={form} write={write} />
      <People {...list('senders')} told={told.senders} />
      <People {...list('participants')} told={told.senders} />
      <Seconds form={form} write={write} />
      <Kinds form={form} write={write} />
      <Seldom form={form}>
        <Listed {...list('subjects')} />
        <Listed {...list('departments')} />
        <Listed {...list('projects')} />
        <Listed {...list('groups')} />
        <Listed {...list('conversations')} told={told.conversations} />
        <Listed
          {...list('platforms')}
          choices={PLATFORMS.map((value) => ({ value, label: wordOf(t, 'platforms', value) }))}
        />
        <Listed {...list('files')} choices={FILES.map((value) => ({ value, label: t(`search.files.${value}`) }))} />
        <Listed
          {...list('classes')}
          choices={[...classes, 'none'].map((value) => ({
            value,
            label: t(`search.classes.${value}`, { defaultValue: value }),
          }))}
        />
        <Listed {...list('marks')} choices={MARKS.map((value) => ({ value, label: t(`search.marks.${value}`) }))} />
        <Listed {...list('tags')} />
      </Seldom>
    </section>
  )
}

/** What is asked for seldom waits behind its name; once any of it is set it stays open, so that nothing is set unseen. */
function Seldom({ form, children }: { form: SearchForm; children: ReactNode }) {
  const { t } = useTranslation()
  const [isOpen, setIsOpen] = useState(false)
  const isSet = SELDOM.some((place) => form[place].length > 0)
  if (isSet && !isOpen) setIsOpen(true)
  const id = useId()
  return (
    <>
      {isSet ? null : (
        <Button
          type="link"
          size="small"
          className="seldom"
          icon={isOpen ? <UpOutlined aria-hidden /> : <DownOutlined aria-hidden />}
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setIsOpen(!isOpen)}
        >
          {t(isOpen ? 'search.form.fewer' : 'search.form.more')}
        </Button>
      )}
      <div id={id} className="seldom-fields" hidden={!isOpen}>
        {children}
      </div>
    </>
  )
}

function Words({ form, write }: FormParts) {
  const { t } = useTranslation()
  const id = useId()
  const [words, setWords] = useState(form.words)
  useEffect(() => setWords(form.words), [form.words])
  const settle = () => (words === form.words ? undefined : write({ ...form, words }))
  return (
    <div className="side-field">
      <label htmlFor={id}>{t('search.form.words')}</label>
      <Input
        id={id}
        value={words}
        onChange={(event) => setWords(event.target.value)}
        onPressEnter={settle}
        onBlur={settle}
        autoComplete="off"
        spellCheck={false}
      />
    </div>
  )
}

interface ListProps {
  label: string
  value: string[]
  change: (values: string[]) => void
  choices?: { value: string; label: string }[]
  /** What the house's numbers among the values are called. */
  told?: ReadonlyMap<string, string>
}

/** A value as it is called: by the choice it was, by what the house has told, or as it was typed. */
const calledIn =
  (told: ReadonlyMap<string, string> | undefined) =>
  ({ label, value }: { label?: ReactNode; value?: string | number }): ReactNode =>
    label !== undefined && label !== value ? label : (told?.get(String(value)) ?? value)

/** A list that closes with each choice: the library's lists take Tab as a choice of whatever is marked while they are open. */
function useMenu() {
  const [open, setOpen] = useState(false)
  return { open, setOpen }
}

/** Values typed freely, or chosen where the choices are known. */
function Listed({ label, value, change, told, choices = [] }: ListProps) {
  const { t } = useTranslation()
  const id = useId()
  // whoever types what a choice is called means the choice
  const meant = (typed: string) => choices.find((choice) => choice.label === typed.trim())?.value ?? typed
  const menu = useMenu()
  return (
    <div className="side-field">
      <label htmlFor={id}>{label}</label>
      <Select
        id={id}
        mode="tags"
        allowClear
        open={choices.length > 0 && menu.open}
        onOpenChange={menu.setOpen}
        suffixIcon={choices.length > 0 ? undefined : null}
        placeholder={choices.length > 0 ? undefined : t('search.form.type_enter')}
        labelRender={calledIn(told)}
        tokenSeparators={[',', '，']}
        value={value}
        options={choices}
        onChange={(values: string[]) => {
          menu.setOpen(false)
          change(values.map(meant))
        }}
      />
    </div>
  )
}

/** People are found by what the house may show of them; the query then names them by number. Names may be typed too. */
function People({ label, value, change, told }: ListProps) {
  const { t } = useTranslation()
  const id = useId()
  const [find, setFind] = useState('')
  const found = useQuery(participantsQuery(useSettled(find.trim())))
  const menu = useMenu()
  const options = (found.data ?? []).map((one) => ({
    value: numbered(one.no),
    label: one.name ? `${one.name} · ${one.account}` : one.account,
  }))
  return (
    <div className="side-field">
      <label htmlFor={id}>{label}</label>
      <Select
        id={id}
        mode="tags"
        allowClear
        showSearch={{ filterOption: false, onSearch: setFind }}
        placeholder={t('search.form.type_name')}
        labelRender={calledIn(told)}
        value={value}
        loading={found.isFetching}
        notFoundContent={find.trim() === '' ? t('search.type_a_name') : t('search.nobody')}
        options={options}
        open={menu.open}
        onOpenChange={menu.setOpen}
        onChange={(values: string[]) => {
          menu.setOpen(false)
          change(values)
        }}
      />
    </div>
  )
}

function Kinds({ form, write }: FormParts) {
  const { t } = useTranslation()
  const menu = useMenu()
  const id = useId()
  return (
    <div className="side-field">
      <label htmlFor={id}>{t('search.kinds')}</label>
      <Select<Kind[]>
        id={id}
        mode="multiple"
        allowClear
        value={form.kinds}
        options={KINDS.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))}
        optionFilterProp="label"
        open={menu.open}
        onOpenChange={menu.setOpen}
        onChange={(kinds) => {
          menu.setOpen(false)
          write({ ...form, kinds })
        }}
      />
    </div>
  )
}

/** Both ends to the second, in the house's zone; the last second shown is inside. */
function Seconds({ form, write }: FormParts) {
  const { t } = useTranslation()
  const id = useId()
  const picker = (at: number | null, change: (at: number | null) => void, place: 'from' | 'to') => (
    <div className="side-field">
      <label htmlFor={`${id}-${place}`}>{t(`search.form.${place}`)}</label>
      <DatePicker
        id={`${id}-${place}`}
        value={at === null ? null : dayjs(toWallClock(at))}
        showTime={{ format: 'HH:mm:ss' }}
        format="YYYY-MM-DD HH:mm:ss"
        placeholder=""
        onChange={(day) => change(day ? wholeSecond(fromWallClock(day.toDate())) : null)}
      />
    </div>
  )
  return (
    <>
      {picker(form.from, (from) => write({ ...form, from }), 'from')}
      {picker(
        form.to === null ? null : lastSecond(form.to),
        (last) => write({ ...form, to: last === null ? null : afterSecond(last) }),
        'to',
      )}
    </>
  )
}
