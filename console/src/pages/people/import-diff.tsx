import { useTranslation } from 'react-i18next'
import { count } from '../../figures.ts'
import { Empty, Tag } from '../../ui/parts.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import type { PeopleImported } from '../../wire.ts'
import { wordOf } from '../../words.ts'

type Line = PeopleImported['lines'][number]
type RefusedLine = PeopleImported['refused'][number]

/** What a list changes, person by person and field by field, and which lines it cannot take. */
export function ImportDiff({ of, trial }: { of: PeopleImported; trial: boolean }) {
  const { t } = useTranslation()
  const changed: Column<Line>[] = [
    { key: 'username', title: t('sign_in.username'), cell: (row) => row.username },
    {
      key: 'what',
      title: t('import_diff.what'),
      cell: (row) => (
        <Tag tone={row.what === 'disable' ? 'red' : row.what === 'add' ? 'accent' : 'plain'}>
          {t(`import_diff.kinds.${row.what}`)}
        </Tag>
      ),
    },
    {
      key: 'changes',
      title: t('import_diff.changes'),
      breaks: true,
      cell: (row) => (
        <ul className="field-changes">
          {row.changes.map(({ field, before, after }) => (
            <li key={field}>
              <span className="quiet">{wordOf(t, 'import_diff.fields', field)}</span>{' '}
              {before === null ? null : (
                <>
                  <s>{before || t('words.none')}</s>{' '}
                </>
              )}
              <ins>{after || t('words.none')}</ins>
            </li>
          ))}
        </ul>
      ),
    },
  ]
  const refused: Column<RefusedLine>[] = [
    {
      key: 'line',
      title: t('people.line'),
      align: 'right',
      width: 80,
      cell: (row) => (row.line === 0 ? t('import_diff.not_in_file') : row.line),
    },
    { key: 'why', title: t('intake.reason'), cell: (row) => wordOf(t, 'import_refusals', row.code) },
  ]
  return (
    <>
      <p role="status">
        {t(trial ? 'import_diff.would' : 'import_diff.did', {
          created: count(of.created),
          updated: count(of.updated),
          disabled: count(of.disabled),
          same: count(of.same),
          refused: count(of.refused.length),
        })}
      </p>
      {of.groups.added + of.groups.removed > 0 ? (
        <p className="quiet">
          {t('import_diff.groups', { added: count(of.groups.added), removed: count(of.groups.removed) })}
        </p>
      ) : null}
      <Table
        label={t('import_diff.changes')}
        columns={changed}
        rows={of.lines}
        rowKey={(row) => row.username}
        height="300px"
        empty={<Empty title={t('import_diff.nothing')} />}
      />
      {of.refused.length > 0 ? (
        <Table
          label={t('people.refused')}
          columns={refused}
          rows={of.refused}
          rowKey={(row) => `${row.line}/${row.code}`}
          height="200px"
        />
      ) : null}
    </>
  )
}
