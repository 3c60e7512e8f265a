-- Purpose: the audit trail beyond the journal: where each entry came from, what was refused, and what was exported.

-- Where a request came from: personal data, which can be erased (GDPR art. 17, and its keeping limited by art. 5). The
-- entries of the trail hold its digest, salted with 32 random bytes that go with it.
create table origin (
  authority_id uuid not null,
  request_id text not null,
  address text,
  user_agent text,
  subject text,
  salt bytea not null,
  constraint origin_pkey primary key (authority_id, request_id),
  constraint origin_authority_fk foreign key (authority_id) references authority,
  constraint origin_user_agent_length check (char_length(user_agent) <= 500),
  constraint origin_subject_length check (char_length(subject) <= 500),
  constraint origin_salt_length check (octet_length(salt) = 32)
);
call isolate('origin');
grant select, insert, delete on origin to quotepart_app;
create trigger origin_only_erased before update on origin for each row execute function refuse_change();

alter table journal
  add column origin_digest text,
  add constraint journal_origin_digest_format check (origin_digest ~ '^[0-9a-f]{64}$');
create index journal_of_target on journal (authority_id, target_id, recorded_at desc) where target_id is not null;
create index journal_of_actor on journal (authority_id, actor_token_id, recorded_at desc);

-- What was asked for and not written, and what was taken away. Written in batches, each sealed as one place of the audit
-- chain. A row may stand for several of the same kind (occurrences), when there were too many to write each.
create table audit_event (
  authority_id uuid not null,
  seq bigint not null,
  place int not null,
  recorded_at timestamptz not null,
  outcome text not null,
  operation text not null,
  target_id uuid,
  status int not null,
  code text,
  occurrences int not null,
  actor_token_id uuid,
  actor_name text not null,
  actor_role text not null,
  request_id text not null,
  origin_digest text,
  content text not null,
  constraint audit_event_pkey primary key (authority_id, seq, place),
  constraint audit_event_authority_fk foreign key (authority_id) references authority,
  constraint audit_event_seq_positive check (seq > 0 and place >= 0),
  constraint audit_event_outcome_known check (outcome in ('refused', 'exported')),
  constraint audit_event_refused_has_code check ((outcome = 'refused') = (code is not null)),
  constraint audit_event_operation_format check (operation ~ '^[a-z]+([A-Z][a-z]+)*$'),
  constraint audit_event_occurrences_positive check (occurrences > 0),
  constraint audit_event_origin_digest_format check (origin_digest ~ '^[0-9a-f]{64}$'),
  constraint audit_event_content_is_json check (json_typeof(content::json) = 'object')
);
create index audit_event_in_time on audit_event (authority_id, recorded_at desc, seq desc, place desc);
create index audit_event_of_target on audit_event (authority_id, target_id, recorded_at desc) where target_id is not null;
create index audit_event_of_actor on audit_event (authority_id, actor_token_id, recorded_at desc);
call keep_for_ever('audit_event');
call define_sealed_row();
