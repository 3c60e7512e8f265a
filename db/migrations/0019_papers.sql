-- Purpose: papers that the rules of compliance stand on: cooperative audits, state aid granted, advance conventions.

-- A later audit for the same date supersedes.
create table cooperative_audit (
  authority_id uuid not null,
  id uuid not null,
  cooperative_id uuid not null,
  reported_on date not null,
  seq bigint not null,
  recorded_at timestamptz not null,
  auditor text,
  conclusion text,
  external_reference text,
  note text,
  constraint cooperative_audit_pkey primary key (authority_id, id),
  constraint cooperative_audit_seq_once unique (authority_id, seq),
  constraint cooperative_audit_cooperative_fk foreign key (authority_id, cooperative_id) references cooperative,
  constraint cooperative_audit_journal_fk foreign key (authority_id, seq, recorded_at)
    references journal (authority_id, seq, recorded_at) deferrable initially deferred,
  constraint cooperative_audit_conclusion_known check (conclusion in ('compliant', 'reservations', 'non_compliant'))
);
-- The order of its key is that of time: a cooperative's history needs no other.
create unique index cooperative_audit_known on cooperative_audit (authority_id, cooperative_id, reported_on desc, seq desc);
call keep_for_ever('cooperative_audit');

-- A later aid for the same movement supersedes; one that is about no movement is superseded by name, once.
create table state_aid (
  authority_id uuid not null,
  id uuid not null,
  cooperative_id uuid not null,
  granted_on date not null,
  seq bigint not null,
  recorded_at timestamptz not null,
  regulation text not null,
  gross_grant_equivalent euro not null,
  single_undertaking text,
  grantor text,
  movement_id uuid,
  supersedes uuid,
  external_reference text,
  note text,
  constraint state_aid_pkey primary key (authority_id, id),
  constraint state_aid_seq_once unique (authority_id, seq),
  constraint state_aid_cooperative_fk foreign key (authority_id, cooperative_id) references cooperative,
  constraint state_aid_journal_fk foreign key (authority_id, seq, recorded_at)
    references journal (authority_id, seq, recorded_at) deferrable initially deferred,
  constraint state_aid_movement_fk foreign key (authority_id, movement_id) references movement,
  constraint state_aid_supersedes_fk foreign key (authority_id, supersedes) references state_aid,
  constraint state_aid_superseded_once unique (authority_id, supersedes),
  constraint state_aid_regulation_known check (regulation in (
    'de_minimis', 'de_minimis_agriculture', 'de_minimis_sieg', 'block_exemption', 'not_aid')),
  constraint state_aid_equivalent_not_negative check (gross_grant_equivalent >= 0),
  constraint state_aid_single_undertaking_length check (char_length(single_undertaking) between 1 and 100)
);
create unique index state_aid_of_movement on state_aid (authority_id, movement_id, seq desc) where movement_id is not null;
-- For a cooperative's history, in the order of time.
create index state_aid_in_time on state_aid (authority_id, cooperative_id, granted_on, seq);
call keep_for_ever('state_aid');

-- A later convention of the same reference supersedes. References are in the order of their characters, everywhere.
create table advance_convention (
  authority_id uuid not null,
  id uuid not null,
  cooperative_id uuid not null,
  reference text collate "C" not null,
  signed_on date not null,
  ends_on date not null,
  seq bigint not null,
  recorded_at timestamptz not null,
  ceiling euro,
  renews text collate "C",
  note text,
  constraint advance_convention_pkey primary key (authority_id, id),
  constraint advance_convention_seq_once unique (authority_id, seq),
  constraint advance_convention_cooperative_fk foreign key (authority_id, cooperative_id) references cooperative,
  constraint advance_convention_journal_fk foreign key (authority_id, seq, recorded_at)
    references journal (authority_id, seq, recorded_at) deferrable initially deferred,
  constraint advance_convention_reference_length check (char_length(reference) between 1 and 300),
  constraint advance_convention_ends_later check (ends_on > signed_on),
  constraint advance_convention_ceiling_not_negative check (ceiling >= 0),
  constraint advance_convention_renews_another check (renews <> reference)
);
create unique index advance_convention_known on advance_convention (authority_id, cooperative_id, reference, seq desc);
-- For a cooperative's history, in the order of time.
create index advance_convention_in_time on advance_convention (authority_id, cooperative_id, signed_on, seq);
call keep_for_ever('advance_convention');

call define_sealed_row();
