// The one text that this room writes to people outside: a request for consent. It says who asks, for what, by when,
// what happens without an answer, and how to check that it is genuine; it presses nobody and asks for no number.

const PURPOSES: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  complaint: { zh: '处理投诉', en: 'handling a complaint' },
  fund_anomaly: { zh: '核查资金异常', en: 'looking into an unusual payment' },
  decision_support: { zh: '支持决策', en: 'supporting a decision' },
  dispute: { zh: '处理纠纷', en: 'settling a dispute' },
  security_monitoring: { zh: '安全监控', en: 'security monitoring' },
  legal_evidence: { zh: '法律举证', en: 'legal evidence' },
  internal_audit: { zh: '内部审计', en: 'an internal audit' },
  service_quality: { zh: '提升服务质量', en: 'improving service' },
  training_material: { zh: '培训参考', en: 'training material' },
  authority_request: { zh: '配合主管机关', en: 'a request by an authority' },
  other: { zh: '其他用途', en: 'another purpose' },
}

export interface ConsentWords {
  readonly houseName: string
  readonly officialPhone: string
  readonly purpose: string
  readonly number: string
  readonly link: string
  readonly code: string
  /** Whole days until silence counts as a refusal. */
  readonly days: number
}

export function consentText(language: 'zh' | 'en', words: ConsentWords): string {
  const { houseName, officialPhone, number, link, code, days } = words
  const purpose = PURPOSES[words.purpose]?.[language] ?? words.purpose
  if (language === 'en') {
    return (
      `${houseName}: we ask for your consent to look up chat records that concern you, for ${purpose} ` +
      `(request ${number}). See the details and agree or refuse at ${link} with code ${code}, within ${days} days. ` +
      `Refusing does not affect our service to you; no answer counts as a refusal. ` +
      `${officialPhone && `To check that this is genuine call ${officialPhone}. `}We never ask for your id number, a password or a payment.`
    )
  }
  return (
    `【${houseName}】为${purpose}，我方申请查阅与您有关的聊天记录（申请编号 ${number}）。请打开 ${link} 查看详情并选择同意或不同意，` +
    `验证码 ${code}，${days} 天内有效。不同意不影响为您提供服务，未答复视为不同意。${officialPhone && `核实真伪请致电 ${officialPhone}。`}` +
    `我方不会索要您的证件号码、密码或付款。`
  )
}
