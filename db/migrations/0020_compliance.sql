-- Purpose: what an authority sets for the rules where the law leaves it open or is not known here, and what it has acknowledged.

create table rule_parameter (
  authority_id uuid not null,
  id uuid not null,
  seq bigint not null,
  recorded_at timestamptz not null,
  rule text not null,
  parameter text not null,
  value text not null,
  from_on date,
  to_on date,
  source text not null,
  constraint rule_parameter_pkey primary key (authority_id, id),
  constraint rule_parameter_journal_fk foreign key (authority_id, seq, recorded_at)
    references journal (authority_id, seq, recorded_at) deferrable initially deferred,
  constraint rule_parameter_rule_format check (rule ~ '^[a-z0-9]+(_[a-z0-9]+)*$'),
  constraint rule_parameter_parameter_format check (parameter ~ '^[a-z]+([A-Z][a-z0-9]+)*$'),
  constraint rule_parameter_value_length check (char_length(value) between 1 and 30),
  constraint rule_parameter_period check (to_on > from_on),
  constraint rule_parameter_source_length check (char_length(source) between 1 and 1000)
);
call keep_for_ever('rule_parameter');

create table acknowledgement (
  authority_id uuid not null,
  id uuid not null,
  seq bigint not null,
  recorded_at timestamptz not null,
  rule text not null,
  cooperative_id uuid not null,
  subject_id text,
  reason text not null,
  ends_on date not null,
  constraint acknowledgement_pkey primary key (authority_id, id),
  constraint acknowledgement_journal_fk foreign key (authority_id, seq, recorded_at)
    references journal (authority_id, seq, recorded_at) deferrable initially deferred,
  constraint acknowledgement_cooperative_fk foreign key (authority_id, cooperative_id) references cooperative,
  constraint acknowledgement_rule_format check (rule ~ '^[a-z0-9]+(_[a-z0-9]+)*$'),
  constraint acknowledgement_subject_length check (char_length(subject_id) between 1 and 100),
  constraint acknowledgement_reason_length check (char_length(reason) between 1 and 1000),
  constraint acknowledgement_ends_on_range check (ends_on between '1900-01-01' and '2199-12-31')
);
create index acknowledgement_known on acknowledgement (authority_id, cooperative_id, rule, seq);
call keep_for_ever('acknowledgement');
call define_sealed_row();
