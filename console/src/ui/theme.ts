import type { ThemeConfig } from 'antd'
import { theme as antd } from 'antd'

// One ink, one paper, one accent (deep teal). Red says destruction or refusal, amber says a clock, nothing else does.
// The same values stand as CSS variables in tokens.css (a test compares the two), because our own parts use CSS.

export type Shade = 'light' | 'dark'
export type Density = 'compact' | 'comfortable'

export const INK = {
  light: {
    paper: '#fcfbf8',
    sheet: '#f5f3ed',
    raised: '#ffffff',
    ink: '#17211f',
    ink2: '#48544f',
    ink3: '#5b6863',
    line: '#e3dfd4',
    line2: '#c9c4b6',
    edge: '#959183',
    accent: '#0c5c58',
    accentHover: '#0a4a47',
    accentInk: '#ffffff',
    accentSoft: '#e2efec',
    red: '#a8261c',
    redSoft: '#f9e9e6',
    amber: '#7d5000',
    amberSoft: '#faf0da',
  },
  dark: {
    paper: '#121817',
    sheet: '#181f1e',
    raised: '#1d2524',
    ink: '#e4e9e6',
    ink2: '#b0bab6',
    ink3: '#8f9b97',
    line: '#2a3432',
    line2: '#41504c',
    edge: '#6d7d78',
    accent: '#62c3b7',
    accentHover: '#86d6cc',
    accentInk: '#06201e',
    accentSoft: '#15312e',
    red: '#f19389',
    redSoft: '#3b1e1b',
    amber: '#e5b661',
    amberSoft: '#33290f',
  },
} as const

export const FONT =
  "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei UI', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', system-ui, sans-serif"
export const MONO =
  "ui-monospace, 'SF Mono', 'Cascadia Mono', Consolas, 'Noto Sans Mono', 'Noto Sans Mono CJK SC', monospace"

/** Ant Design dressed in our own values. */
export function dress(shade: Shade, density: Density, moves: boolean): ThemeConfig {
  const c = INK[shade]
  const compact = density === 'compact'
  return {
    algorithm: shade === 'dark' ? antd.darkAlgorithm : antd.defaultAlgorithm,
    cssVar: { key: 'cz' },
    hashed: false,
    token: {
      colorPrimary: c.accent,
      colorPrimaryHover: c.accentHover,
      colorInfo: c.accent,
      colorSuccess: c.accent,
      colorWarning: c.amber,
      colorError: c.red,
      colorLink: c.accent,
      colorLinkHover: c.accentHover,
      colorText: c.ink,
      colorTextSecondary: c.ink2,
      colorTextTertiary: c.ink3,
      colorTextQuaternary: c.ink3,
      colorTextPlaceholder: c.ink3,
      colorTextDisabled: c.ink3,
      colorTextDescription: c.ink3,
      colorTextLightSolid: c.accentInk,
      colorBgBase: c.paper,
      colorBgLayout: c.paper,
      colorBgContainer: c.raised,
      colorBgElevated: c.raised,
      colorBgContainerDisabled: c.sheet,
      colorBgSpotlight: shade === 'dark' ? '#35413e' : '#22302d',
      colorBorder: c.edge,
      colorBorderSecondary: c.line,
      colorSplit: c.line,
      colorFillSecondary: c.sheet,
      controlItemBgActive: c.accentSoft,
      controlItemBgActiveHover: c.accentSoft,
      fontFamily: 'var(--font)', // of the language, see tokens.css
      fontFamilyCode: MONO,
      fontSize: compact ? 13 : 14,
      controlHeight: compact ? 28 : 34,
      controlHeightSM: compact ? 24 : 28,
      controlHeightLG: compact ? 34 : 40,
      borderRadius: 4,
      borderRadiusLG: 6,
      borderRadiusSM: 3,
      sizeUnit: 4,
      motion: moves,
      motionDurationFast: '0.08s',
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.16s',
      boxShadowSecondary: shade === 'dark' ? '0 6px 24px rgb(0 0 0 / 55%)' : '0 6px 24px rgb(23 33 31 / 14%)',
    },
    components: {
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', fontWeight: 500 },
      Tooltip: { colorTextLightSolid: '#f4f6f5' },
      Segmented: { trackBg: c.sheet, itemSelectedBg: c.raised, itemSelectedColor: c.ink, itemColor: c.ink2 },
      Select: { optionSelectedBg: c.accentSoft, optionSelectedColor: c.ink },
      Modal: { titleFontSize: compact ? 15 : 16 },
    },
  }
}
