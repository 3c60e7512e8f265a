-- Purpose: the cooperatives and what their papers say: share classes, capital statements, annual accounts.

create table cooperative (
  authority_id uuid not null,
  id uuid not null,
  seq bigint not null,
  constraint cooperative_pkey primary key (authority_id, id),
  constraint cooperative_journal_fk foreign key (authority_id, seq) references journal deferrable initially deferred
);
call keep_for_ever('cooperative');

-- Identity as it was known: a change is a new version.
create table cooperative_version (
  authority_id uuid not null,
  cooperative_id uuid not null,
  version int not null,
  seq bigint not null,
  recorded_at timestamptz not null,
  name text not null,
  legal_form text not null,
  activity text,
  siren text,
  commune_code text,
  commune_name text,
  constraint cooperative_version_pkey primary key (authority_id, cooperative_id, version),
  constraint cooperative_version_cooperative_fk foreign key (authority_id, cooperative_id) references cooperative,
  constraint cooperative_version_journal_fk foreign key (authority_id, seq, recorded_at)
    references journal (authority_id, seq, recorded_at) deferrable initially deferred,
  constraint cooperative_version_positive check (version > 0),
  constraint cooperative_version_name_length check (char_length(name) between 1 and 300),
  constraint cooperative_version_legal_form_known check (legal_form in ('scic_sa', 'scic_sarl', 'scic_sas', 'other')),
  constraint cooperative_version_activity_slug check (activity ~ '^[a-z0-9]+(_[a-z0-9]+)*$'),
  constraint cooperative_version_siren_format check (siren ~ '^[0-9]{9}$'),
  constraint cooperative_version_commune_code_format check (commune_code ~ '^[0-9][0-9AB][0-9]{3}$')
);
create unique index cooperative_version_known on cooperative_version (authority_id, cooperative_id, seq desc);
call keep_for_ever('cooperative_version');

create table share_class (
  authority_id uuid not null,
  cooperative_id uuid not null,
  id uuid not null,
  seq bigint not null,
  recorded_at timestamptz not null,
  name text not null,
  nominal_value nominal_value not null,
  constraint share_class_pkey primary key (authority_id, cooperative_id, id),
  constraint share_class_cooperative_fk foreign key (authority_id, cooperative_id) references cooperative,
  constraint share_class_journal_fk foreign key (authority_id, seq, recorded_at)
    references journal (authority_id, seq, recorded_at) deferrable initially deferred,
  constraint share_class_name_length check (char_length(name) between 1 and 300),
  constraint share_class_name_once unique (authority_id, cooperative_id, name)
);
create unique index share_class_id_once on share_class (authority_id, id);
call keep_for_ever('share_class');

-- A later statement for the same date supersedes: reads take the newest known for each date.
create table capital_statement (
  authority_id uuid not null,
  id uuid not null,
  cooperative_id uuid not null,
  stated_on date not null,
  seq bigint not null,
  recorded_at timestamptz not null,
  total_capital euro not null,
  public_capital euro,
  public_holders text,
  colleges text not null default '[]',
  capital_floor euro,
  refund_delay_months int,
  full_payment_delay_months int,
  constraint capital_statement_pkey primary key (authority_id, id),
  constraint capital_statement_cooperative_fk foreign key (authority_id, cooperative_id) references cooperative,
  constraint capital_statement_journal_fk foreign key (authority_id, seq, recorded_at)
    references journal (authority_id, seq, recorded_at) deferrable initially deferred,
  constraint capital_statement_total_positive check (total_capital > 0),
  constraint capital_statement_public_within_total check (public_capital between 0 and total_capital),
  constraint capital_statement_floor_not_negative check (capital_floor >= 0),
  constraint capital_statement_refund_delay check (refund_delay_months between 0 and 120),
  constraint capital_statement_full_payment_delay check (full_payment_delay_months between 0 and 60),
  constraint capital_statement_holders_json check (json_typeof(public_holders::json) = 'array'),
  constraint capital_statement_colleges_json check (json_typeof(colleges::json) = 'array')
);
create unique index capital_statement_known on capital_statement (authority_id, cooperative_id, stated_on desc, seq desc);
call keep_for_ever('capital_statement');

create table annual_accounts (
  authority_id uuid not null,
  id uuid not null,
  cooperative_id uuid not null,
  year int not null,
  closed_on date not null,
  seq bigint not null,
  recorded_at timestamptz not null,
  equity euro,
  result euro,
  reserves euro,
  income euro,
  losses euro,
  jobs numeric,
  constraint annual_accounts_pkey primary key (authority_id, id),
  constraint annual_accounts_cooperative_fk foreign key (authority_id, cooperative_id) references cooperative,
  constraint annual_accounts_journal_fk foreign key (authority_id, seq, recorded_at)
    references journal (authority_id, seq, recorded_at) deferrable initially deferred,
  constraint annual_accounts_year_range check (year between 1900 and 2199),
  constraint annual_accounts_income_not_negative check (income >= 0),
  constraint annual_accounts_losses_not_negative check (losses >= 0),
  constraint annual_accounts_jobs_range check (jobs between 0 and 9999999.99 and scale(jobs) <= 2)
);
create unique index annual_accounts_known on annual_accounts (authority_id, cooperative_id, year desc, seq desc);
call keep_for_ever('annual_accounts');
