import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Note } from './note.tsx'

/** A PDF that this page holds, drawn by the browser in a frame of its own; gone with the page. */
export function PdfFrame({ bytes, label }: { bytes: Blob; label: string }) {
  const { t } = useTranslation()
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    // whatever the bytes are, they are a PDF to the browser and never a page
    const made = URL.createObjectURL(new Blob([bytes], { type: 'application/pdf' }))
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [bytes])
  if (!navigator.pdfViewerEnabled) return <Note>{t('pdf.none')}</Note>
  // no `sandbox`: browsers draw no PDF in one. The viewer is a process of the browser's own, and runs nothing of ours.
  return url === null ? null : <iframe className="pdf-frame" src={`${url}#toolbar=0&navpanes=0`} title={label} />
}
