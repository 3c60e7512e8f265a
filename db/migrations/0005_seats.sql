-- Purpose: the organs of cooperatives, the authority's seats on them, who holds each, and persons who can be forgotten.

-- For exclusion constraints that compare ids as well as periods; trusted, so that the database's owner may add it.
create extension if not exists btree_gist;

create table organ (
  authority_id uuid not null,
  id uuid not null,
  cooperative_id uuid not null,
  seq bigint not null,
  constraint organ_pkey primary key (authority_id, id),
  constraint organ_of_cooperative unique (authority_id, cooperative_id, id),
  constraint organ_journal_fk foreign key (authority_id, seq) references journal deferrable initially deferred,
  constraint organ_cooperative_fk foreign key (authority_id, cooperative_id) references cooperative
);
call keep_for_ever('organ');

-- Name and votes of an organ from a day on, as known: the newest row with effective_on ≤ asOf holds.
create table organ_version (
  authority_id uuid not null,
  organ_id uuid not null,
  version int not null,
  effective_on date not null,
  seq bigint not null,
  recorded_at timestamptz not null,
  kind text not null,
  name text not null,
  total_votes int,
  colleges text not null default '[]',
  constraint organ_version_pkey primary key (authority_id, organ_id, version),
  constraint organ_version_organ_fk foreign key (authority_id, organ_id) references organ,
  constraint organ_version_journal_fk foreign key (authority_id, seq, recorded_at)
    references journal (authority_id, seq, recorded_at) deferrable initially deferred,
  constraint organ_version_positive check (version > 0),
  constraint organ_version_kind_known check (kind in (
    'general_assembly', 'board_of_directors', 'supervisory_board', 'management_board', 'college', 'other')),
  constraint organ_version_name_length check (char_length(name) between 1 and 300),
  constraint organ_version_total_votes_range check (total_votes between 1 and 9999999),
  constraint organ_version_colleges_json check (json_typeof(colleges::json) = 'array')
);
create unique index organ_version_in_force on organ_version (authority_id, organ_id, effective_on desc, seq desc);
call keep_for_ever('organ_version');

create table seat_version (
  authority_id uuid not null,
  seat_id uuid not null,
  version int not null,
  seq bigint not null,
  recorded_at timestamptz not null,
  organ_id uuid not null,
  title text,
  college text,
  votes int not null,
  starts_on date not null,
  ends_on date,
  constraint seat_version_pkey primary key (authority_id, seat_id, version),
  constraint seat_version_known unique (authority_id, seat_id, seq),
  constraint seat_version_organ_fk foreign key (authority_id, organ_id) references organ,
  constraint seat_version_journal_fk foreign key (authority_id, seq, recorded_at)
    references journal (authority_id, seq, recorded_at) deferrable initially deferred,
  constraint seat_version_positive check (version > 0),
  constraint seat_version_votes_range check (votes between 0 and 9999999),
  constraint seat_version_period check (ends_on >= starts_on)
);
call keep_for_ever('seat_version');

create table seat (
  authority_id uuid not null,
  id uuid not null,
  seq bigint not null,
  organ_id uuid not null,
  starts_on date not null,
  ends_on date,
  constraint seat_pkey primary key (authority_id, id),
  constraint seat_on_organ unique (authority_id, organ_id, id),
  constraint seat_version_fk foreign key (authority_id, id, seq) references seat_version (authority_id, seat_id, seq),
  constraint seat_organ_fk foreign key (authority_id, organ_id) references organ
);
call keep_current('seat', 'authority_id', 'id', 'organ_id');

-- A person is an id. What is known of them changes by version; a duplicate is merged into another; a name can be forgotten.
create table person (
  authority_id uuid not null,
  id uuid not null,
  seq bigint not null,
  constraint person_pkey primary key (authority_id, id),
  constraint person_journal_fk foreign key (authority_id, seq) references journal deferrable initially deferred
);
call keep_for_ever('person');

create table person_version (
  authority_id uuid not null,
  person_id uuid not null,
  version int not null,
  seq bigint not null,
  recorded_at timestamptz not null,
  event text not null,
  digest text,
  merged_into uuid,
  reason text,
  constraint person_version_pkey primary key (authority_id, person_id, version),
  constraint person_version_known unique (authority_id, person_id, seq),
  constraint person_version_person_fk foreign key (authority_id, person_id) references person,
  constraint person_version_merged_into_fk foreign key (authority_id, merged_into) references person,
  constraint person_version_journal_fk foreign key (authority_id, seq, recorded_at)
    references journal (authority_id, seq, recorded_at) deferrable initially deferred,
  constraint person_version_positive check (version > 0),
  constraint person_version_event_known check (event in ('identified', 'merged', 'erased')),
  constraint person_version_identified check ((event = 'identified') = (digest is not null)),
  constraint person_version_merged check ((event = 'merged') = (merged_into is not null)),
  constraint person_version_erased check ((event = 'erased') = (reason is not null)),
  constraint person_version_not_into_itself check (merged_into <> person_id)
);
create unique index person_version_merges on person_version (authority_id, merged_into, person_id) where merged_into is not null;
call keep_for_ever('person_version');

-- The only place of names and contacts, and of the salt without which their digests say nothing (GDPR art. 17): rows
-- are added and removed, never changed.
create table person_identity (
  authority_id uuid not null,
  person_id uuid not null,
  version int not null,
  name text not null,
  contact text,
  salt bytea not null,
  constraint person_identity_pkey primary key (authority_id, person_id, version),
  constraint person_identity_version_fk foreign key (authority_id, person_id, version) references person_version,
  constraint person_identity_name_length check (char_length(name) between 1 and 300),
  constraint person_identity_contact_length check (char_length(contact) between 1 and 300),
  constraint person_identity_salt_length check (octet_length(salt) = 32)
);
call isolate('person_identity');
grant select, insert, delete on person_identity to quotepart_app;
create trigger person_identity_only_erased before update on person_identity for each row execute function refuse_change();

-- Whom or what a kept answer is about: the fingerprint of a request that holds a name goes with the name.
alter table idempotency_key add column target_id uuid;

-- Who holds a seat, from when to when, by which decision; as known.
create table mandate_version (
  authority_id uuid not null,
  mandate_id uuid not null,
  version int not null,
  seq bigint not null,
  recorded_at timestamptz not null,
  cooperative_id uuid not null,
  organ_id uuid not null,
  seat_id uuid not null,
  person_id uuid not null,
  role text not null,
  starts_on date not null,
  ends_on date,
  end_reason text,
  -- Its own end, which the end of its seat may come before.
  own_ends_on date,
  own_end_reason text,
  decision_id uuid,
  no_decision_reason text,
  constraint mandate_version_pkey primary key (authority_id, mandate_id, version),
  constraint mandate_version_known unique (authority_id, mandate_id, seq),
  constraint mandate_version_seat_fk foreign key (authority_id, organ_id, seat_id) references seat (authority_id, organ_id, id),
  constraint mandate_version_organ_fk foreign key (authority_id, cooperative_id, organ_id)
    references organ (authority_id, cooperative_id, id),
  constraint mandate_version_person_fk foreign key (authority_id, person_id) references person,
  constraint mandate_version_decision_fk foreign key (authority_id, decision_id) references decision,
  constraint mandate_version_journal_fk foreign key (authority_id, seq, recorded_at)
    references journal (authority_id, seq, recorded_at) deferrable initially deferred,
  constraint mandate_version_positive check (version > 0),
  constraint mandate_version_role_known check (role in ('titular', 'alternate')),
  constraint mandate_version_period check (ends_on >= starts_on),
  constraint mandate_version_end_reason_known check (end_reason in (
    'term_over', 'resignation', 'loss_of_office', 'replaced', 'seat_closed', 'death', 'entered_in_error', 'other')),
  constraint mandate_version_end_has_reason check ((end_reason is null) = (ends_on is null)),
  constraint mandate_version_own_end_has_reason check ((own_end_reason is null) = (own_ends_on is null)),
  constraint mandate_version_within_own_end check (own_ends_on is null or (ends_on is not null and ends_on <= own_ends_on)),
  constraint mandate_version_no_day_is_an_error check ((end_reason = 'entered_in_error') = (ends_on = starts_on)),
  constraint mandate_version_one_justification check (num_nonnulls(decision_id, no_decision_reason) = 1)
);
-- A cooperative's history reads both ends of mandates in the order of time.
create index mandate_version_beginnings on mandate_version (authority_id, cooperative_id, starts_on, seq, mandate_id);
create index mandate_version_ends on mandate_version (authority_id, cooperative_id, ends_on, seq, mandate_id) where ends_on is not null;
create index mandate_version_of_person on mandate_version (authority_id, person_id, mandate_id);
create index mandate_version_of_seat on mandate_version (authority_id, seat_id, mandate_id);
call keep_for_ever('mandate_version');

create table mandate (
  authority_id uuid not null,
  id uuid not null,
  seq bigint not null,
  organ_id uuid not null,
  seat_id uuid not null,
  person_id uuid not null,
  role text not null,
  starts_on date not null,
  ends_on date,
  constraint mandate_pkey primary key (authority_id, id),
  constraint mandate_version_fk foreign key (authority_id, id, seq) references mandate_version (authority_id, mandate_id, seq),
  constraint mandate_seat_fk foreign key (authority_id, organ_id, seat_id) references seat (authority_id, organ_id, id),
  constraint mandate_person_fk foreign key (authority_id, person_id) references person,
  constraint mandate_no_overlap exclude using gist
    (authority_id with =, seat_id with =, role with =, daterange(starts_on, ends_on) with &&),
  constraint mandate_person_once_on_organ exclude using gist
    (authority_id with =, organ_id with =, person_id with =, daterange(starts_on, ends_on) with &&)
);
call keep_current('mandate', 'authority_id', 'id', 'organ_id', 'seat_id');

-- A mandate stays within its seat's validity, whichever of the two is written.
create function guard_mandate() returns trigger language plpgsql as $$
begin
  if exists (select from seat s where s.authority_id = new.authority_id and s.id = new.seat_id
      and not daterange(s.starts_on, s.ends_on) @> daterange(new.starts_on, new.ends_on)) then
    raise exception 'mandate outside its seat' using errcode = 'check_violation', constraint = 'mandate_within_seat';
  end if;
  return new;
end $$;
create trigger mandate_within_seat before insert or update on mandate for each row execute function guard_mandate();
create function guard_seat() returns trigger language plpgsql as $$
begin
  if exists (select from mandate m where m.authority_id = new.authority_id and m.seat_id = new.id
      and not daterange(new.starts_on, new.ends_on) @> daterange(m.starts_on, m.ends_on)) then
    raise exception 'mandate outside its seat' using errcode = 'check_violation', constraint = 'mandate_within_seat';
  end if;
  return new;
end $$;
create trigger seat_around_mandates before update on seat for each row execute function guard_seat();
create index mandate_on_seat on mandate (authority_id, seat_id);
