import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { ArrivedHash, hexOfDigest } from '../../ui/arrived-hash.tsx'
import { Note, ProblemNote } from '../../ui/note.tsx'
import { Shape } from '../../ui/parts.tsx'
import { PdfFrame } from '../../ui/pdf-frame.tsx'
import type { ExportView } from '../../wire.ts'

/** A PDF of the package, as it lies there: asked for once, an act, and gone when another file is chosen. */
export function PreviewPages({ of, file }: { of: ExportView; file: string }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const pages = useQuery({
    queryKey: ['export-pages', of.id, file],
    queryFn: ({ signal }) => api.hand(`/api/exports/${of.id}/preview/pages`, { file }, signal),
    retry: false, // each look is an act: never repeated behind the person's back
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0, // content is not kept once another file is chosen
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  const { isFetched } = pages
  useEffect(() => {
    // having looked opens the yes; a changed byte ends the package
    if (isFetched) queries.invalidateQueries({ queryKey: ['export', of.id] })
  }, [isFetched, queries, of.id])
  if (pages.isPending) return <Shape lines={8} />
  if (pages.isError) return <ProblemNote error={pages.error} retry={() => pages.refetch()} />
  const { bytes, digest, ofPackage } = pages.data
  return (
    <>
      <Note tone={ofPackage === of.sha256 ? 'accent' : 'red'} title={t('release.preview_digest')}>
        <code className="sha">{ofPackage}</code>
      </Note>
      <PdfFrame bytes={bytes} label={file} />
      <p className="quiet">{t('release.preview_pages')}</p>
      {digest === '' ? null : (
        <div className="row">
          <span>{t('release.preview_same')}</span>
          <code className="sha">{hexOfDigest(digest)}</code>
          <ArrivedHash bytes={bytes} sha256={hexOfDigest(digest)} />
        </div>
      )}
    </>
  )
}
