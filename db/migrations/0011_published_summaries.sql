-- Purpose: summaries that were published, to be shown again bit for bit, whatever was recorded since.

create table published_summary (
  authority_id uuid not null,
  id uuid not null,
  seq bigint not null,
  recorded_at timestamptz not null,
  title text not null,
  as_of date not null,
  known_at timestamptz not null,
  known_seq bigint not null,
  group_by text not null,
  decision_id uuid,
  -- How the summary is written out, so that what the service answers may grow and the published text stay.
  format int not null,
  content text not null,
  digest text not null,
  constraint published_summary_pkey primary key (authority_id, id),
  constraint published_summary_journal_fk foreign key (authority_id, seq, recorded_at)
    references journal (authority_id, seq, recorded_at) deferrable initially deferred,
  constraint published_summary_decision_fk foreign key (authority_id, decision_id) references decision,
  constraint published_summary_title_length check (char_length(title) between 1 and 300),
  constraint published_summary_known_before check (known_seq <= seq and known_at <= recorded_at),
  constraint published_summary_group_by_known check (group_by in ('cooperative', 'activity', 'legalForm', 'commune')),
  constraint published_summary_format_positive check (format > 0),
  constraint published_summary_digest check (digest = encode(sha256(convert_to(content, 'UTF8')), 'hex'))
);
create index published_summary_in_time on published_summary (authority_id, as_of, seq);
call keep_for_ever('published_summary');
call define_sealed_row();
