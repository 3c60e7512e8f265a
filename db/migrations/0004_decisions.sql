-- Purpose: decisions of the authority, their dated steps, what they authorise, and the guard that none is ever exceeded.

-- What holds now of something whose versions are kept for ever elsewhere, so that "never twice" and "never too much" can
-- be constraints. A row is added and moved on by later journal rows; its key never changes and it is never removed.
create function guard_current() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.seq > old.seq and not exists (
    select from unnest(tg_argv) k (name) where to_jsonb(new) -> k.name is distinct from to_jsonb(old) -> k.name) then
    return new;
  end if;
  raise exception '%: % refused', tg_table_name, tg_op
    using errcode = 'restrict_violation', constraint = tg_table_name || '_moves_on';
end $$;
create procedure keep_current(target regclass, variadic key text[]) language plpgsql as $$
begin
  call isolate(target);
  execute format('grant select, insert, update (%s) on %s to quotepart_app',
    (select string_agg(quote_ident(attname), ', ') from pg_attribute
      where attrelid = target and attnum > 0 and attname <> all (key)), target);
  execute format('create trigger %I before update or delete on %s for each row execute function guard_current(%s)',
    target || '_moves_on', target, (select string_agg(quote_literal(k), ', ') from unnest(key) k));
  execute format('create trigger %I before truncate on %s for each statement execute function refuse_change()',
    target || '_no_truncate', target);
end $$;

-- What a decision says, as it was known: a correction is a new version.
create table decision_version (
  authority_id uuid not null,
  decision_id uuid not null,
  version int not null,
  seq bigint not null,
  recorded_at timestamptz not null,
  number text not null,
  body text not null,
  kind text not null,
  object text not null,
  subject_code text,
  vote_present int,
  vote_for int,
  vote_against int,
  vote_abstaining int,
  constraint decision_version_pkey primary key (authority_id, decision_id, version),
  constraint decision_version_known unique (authority_id, decision_id, seq),
  constraint decision_version_journal_fk foreign key (authority_id, seq, recorded_at)
    references journal (authority_id, seq, recorded_at) deferrable initially deferred,
  constraint decision_version_positive check (version > 0),
  constraint decision_version_number_length check (char_length(number) between 1 and 100),
  constraint decision_version_object_length check (char_length(object) between 1 and 1000),
  constraint decision_version_body_known check (body in ('assembly', 'standing_committee', 'president')),
  constraint decision_version_kind_known check (kind in (
    'strategy', 'entry', 'increase', 'disposal', 'withdrawal', 'impairment', 'advance', 'grant', 'appointment', 'other')),
  constraint decision_version_subject_code_format check (subject_code ~ '^[0-9]\.[0-9]{1,2}$'),
  constraint decision_version_votes_not_negative check (least(vote_present, vote_for, vote_against, vote_abstaining) >= 0),
  constraint decision_version_votes_whole check (num_nulls(vote_present, vote_for, vote_against, vote_abstaining) in (0, 4)),
  constraint decision_version_votes_add_up check (vote_for + vote_against + vote_abstaining = vote_present)
);
call keep_for_ever('decision_version');

create table decision (
  authority_id uuid not null,
  id uuid not null,
  seq bigint not null,
  body text not null,
  number text not null,
  constraint decision_pkey primary key (authority_id, id),
  constraint decision_version_fk foreign key (authority_id, id, seq) references decision_version (authority_id, decision_id, seq),
  constraint decision_number_once unique (authority_id, body, number)
);
call keep_current('decision', 'authority_id', 'id');

-- The cooperatives that a version of a decision is about; what it authorises adds to them.
create table decision_cooperative (
  authority_id uuid not null,
  decision_id uuid not null,
  version int not null,
  cooperative_id uuid not null,
  constraint decision_cooperative_pkey primary key (authority_id, decision_id, version, cooperative_id),
  constraint decision_cooperative_version_fk foreign key (authority_id, decision_id, version) references decision_version,
  constraint decision_cooperative_cooperative_fk foreign key (authority_id, cooperative_id) references cooperative
);
create index decision_cooperative_about on decision_cooperative (authority_id, cooperative_id, decision_id);
call keep_for_ever('decision_cooperative');

create table decision_document (
  authority_id uuid not null,
  id uuid not null,
  decision_id uuid not null,
  seq bigint not null,
  recorded_at timestamptz not null,
  name text not null,
  url text not null,
  sha256 text,
  constraint decision_document_pkey primary key (authority_id, id),
  constraint decision_document_journal_fk foreign key (authority_id, seq, recorded_at)
    references journal (authority_id, seq, recorded_at) deferrable initially deferred,
  constraint decision_document_decision_fk foreign key (authority_id, decision_id) references decision,
  constraint decision_document_name_length check (char_length(name) between 1 and 300),
  constraint decision_document_url_length check (char_length(url) between 1 and 2000),
  constraint decision_document_sha256_format check (sha256 ~ '^[0-9a-f]{64}$')
);
create index decision_document_of_decision on decision_document (authority_id, decision_id, id);
call keep_for_ever('decision_document');

-- What happened to a decision, and when. A wrong step is cancelled by a step of its own, and then never happened.
create table decision_step (
  authority_id uuid not null,
  id uuid not null,
  decision_id uuid not null,
  seq bigint not null,
  recorded_at timestamptz not null,
  kind text not null,
  happened_on date,
  receipt_number text,
  vote_present int,
  vote_for int,
  vote_against int,
  vote_abstaining int,
  note text,
  cancels uuid,
  reason text,
  constraint decision_step_pkey primary key (authority_id, id),
  constraint decision_step_journal_fk foreign key (authority_id, seq, recorded_at)
    references journal (authority_id, seq, recorded_at) deferrable initially deferred,
  constraint decision_step_decision_fk foreign key (authority_id, decision_id) references decision,
  constraint decision_step_of_decision unique (authority_id, decision_id, id),
  constraint decision_step_cancels_fk foreign key (authority_id, decision_id, cancels)
    references decision_step (authority_id, decision_id, id),
  constraint decision_step_cancelled_once unique (authority_id, cancels),
  constraint decision_step_kind_known check (kind in (
    'drafted', 'tabled', 'adopted', 'rejected', 'transmitted', 'published', 'withdrawn', 'annulled', 'cancellation')),
  constraint decision_step_has_date check ((kind = 'cancellation') = (happened_on is null)),
  constraint decision_step_cancellation_has_target check ((kind = 'cancellation') = (cancels is not null)),
  constraint decision_step_cancellation_has_reason check ((kind = 'cancellation') = (reason is not null)),
  constraint decision_step_happened_on_range check (happened_on between '1900-01-01' and '2199-12-31'),
  constraint decision_step_receipt_of_transmission check (receipt_number is null or kind = 'transmitted'),
  constraint decision_step_votes_of_vote check (vote_present is null or kind in ('adopted', 'rejected')),
  constraint decision_step_votes_not_negative check (least(vote_present, vote_for, vote_against, vote_abstaining) >= 0),
  constraint decision_step_votes_whole check (num_nulls(vote_present, vote_for, vote_against, vote_abstaining) in (0, 4)),
  constraint decision_step_votes_add_up check (vote_for + vote_against + vote_abstaining = vote_present)
);
call keep_for_ever('decision_step');

-- The steps that concern a cooperative, in the order of its history: one row for each, from when both are known.
create table cooperative_step (
  authority_id uuid not null,
  cooperative_id uuid not null,
  happened_on date not null,
  seq bigint not null,
  step_id uuid not null,
  decision_id uuid not null,
  constraint cooperative_step_pkey primary key (authority_id, cooperative_id, happened_on, seq, step_id),
  constraint cooperative_step_once unique (authority_id, cooperative_id, step_id),
  constraint cooperative_step_journal_fk foreign key (authority_id, seq) references journal deferrable initially deferred,
  constraint cooperative_step_step_fk foreign key (authority_id, decision_id, step_id)
    references decision_step (authority_id, decision_id, id),
  constraint cooperative_step_cooperative_fk foreign key (authority_id, cooperative_id) references cooperative
);
call keep_for_ever('cooperative_step');

-- What a decision allows, as it was known: a later row for the same cooperative and instrument supersedes.
create table authorisation_version (
  authority_id uuid not null,
  decision_id uuid not null,
  cooperative_id uuid not null,
  instrument text not null,
  seq bigint not null,
  recorded_at timestamptz not null,
  ceiling euro not null,
  ceiling_shares share_count,
  ends_on date,
  constraint authorisation_version_pkey primary key (authority_id, decision_id, cooperative_id, instrument, seq),
  constraint authorisation_version_journal_fk foreign key (authority_id, seq, recorded_at)
    references journal (authority_id, seq, recorded_at) deferrable initially deferred,
  constraint authorisation_version_decision_fk foreign key (authority_id, decision_id) references decision,
  constraint authorisation_version_cooperative_fk foreign key (authority_id, cooperative_id) references cooperative,
  constraint authorisation_version_instrument_known check (instrument in ('shares', 'advance', 'grant', 'disposal')),
  constraint authorisation_version_ceiling_not_negative check (ceiling >= 0 and ceiling_shares >= 0),
  constraint authorisation_version_number_of_shares check (ceiling_shares is null or instrument in ('shares', 'disposal')),
  constraint authorisation_version_ends_on_range check (ends_on between '1900-01-01' and '2199-12-31')
);
create index authorisation_version_of_cooperative on authorisation_version (authority_id, cooperative_id, decision_id);
call keep_for_ever('authorisation_version');

-- What is allowed and used now, on all dates together: consumption only grows with the date, so that what holds at the
-- end holds on every day. Two movements that race for the last euro meet here, whatever else fails.
create table authorisation (
  authority_id uuid not null,
  decision_id uuid not null,
  cooperative_id uuid not null,
  instrument text not null,
  seq bigint not null,
  version_seq bigint not null,
  ceiling euro not null,
  ceiling_shares share_count,
  ends_on date,
  consumed euro not null,
  consumed_shares share_count not null,
  constraint authorisation_pkey primary key (authority_id, decision_id, cooperative_id, instrument),
  constraint authorisation_journal_fk foreign key (authority_id, seq) references journal deferrable initially deferred,
  constraint authorisation_version_fk foreign key (authority_id, decision_id, cooperative_id, instrument, version_seq)
    references authorisation_version,
  constraint authorisation_consumed_not_negative check (consumed >= 0 and consumed_shares >= 0),
  constraint authorisation_never_exceeded check (consumed <= ceiling and (ceiling_shares is null or consumed_shares <= ceiling_shares))
);
call keep_current('authorisation', 'authority_id', 'decision_id', 'cooperative_id', 'instrument');

-- Movements cite the decision that allows them.
alter table movement
  add column decision_id uuid,
  add constraint movement_decision_fk foreign key (authority_id, decision_id) references decision,
  add constraint movement_one_justification check (num_nonnulls(decision_id, no_decision_reason) <= 1),
  add constraint movement_consuming_is_justified check (
    kind not in ('subscription', 'contribution_in_kind', 'purchase', 'advance_conversion', 'advance', 'grant', 'sale',
      'withdrawal', 'write_off') or num_nonnulls(decision_id, no_decision_reason) = 1);
create index movement_under_decision on movement (authority_id, decision_id, cooperative_id, effective_on, seq)
  where decision_id is not null;

-- For a cooperative's history, in the order of time.
create index annual_accounts_in_time on annual_accounts (authority_id, cooperative_id, closed_on, seq);
