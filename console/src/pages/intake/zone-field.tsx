import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { Field } from '../../ui/parts.tsx'
import { knowsWord, wordOf } from '../../words.ts'
import { ZONES, zoneName } from './zones.ts'

/** Which zone local times are of: found by its hours or by a city. */
export function ZoneField({ hint, value, change }: { hint: string; value: number; change: (minutes: number) => void }) {
  const { t } = useTranslation()
  const zones = ZONES.includes(value) ? ZONES : [value, ...ZONES]
  const label = (minutes: number) => {
    const name = zoneName(minutes)
    const cities = `at_${minutes < 0 ? 'west' : 'east'}_${Math.abs(minutes)}`
    return knowsWord('zones', cities) ? `${name} ${wordOf(t, 'zones', cities)}` : name
  }
  return (
    <Field label={t('zones.label')} hint={hint}>
      {({ id, 'aria-describedby': described }) => (
        <Select
          id={id}
          aria-describedby={described}
          showSearch={{ optionFilterProp: 'label' }}
          value={value}
          options={zones.map((minutes) => ({ value: minutes, label: label(minutes) }))}
          onChange={change}
        />
      )}
    </Field>
  )
}
