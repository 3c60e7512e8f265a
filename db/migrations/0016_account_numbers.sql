-- Purpose: the M57 numbers that an authority uses, from a financial year on, for all its cooperatives or for one.

create table account_number (
  authority_id uuid not null,
  id uuid not null,
  seq bigint not null,
  recorded_at timestamptz not null,
  account text not null,
  number text not null,
  from_year int not null,
  cooperative_id uuid,
  constraint account_number_pkey primary key (authority_id, id),
  constraint account_number_journal_fk foreign key (authority_id, seq, recorded_at)
    references journal (authority_id, seq, recorded_at) deferrable initially deferred,
  constraint account_number_cooperative_fk foreign key (authority_id, cooperative_id) references cooperative,
  constraint account_number_account_known check (account in (
    'share_cost', 'uncalled', 'payable', 'owed', 'owed_grant', 'treasury', 'impairment', 'impairment_charge',
    'impairment_release', 'receivable', 'disposed_cost', 'disposal_proceeds', 'advance', 'share_income', 'contributed_asset',
    'grant', 'grant_investment', 'loss')),
  constraint account_number_format check (number ~ '^[1-8][0-9]{1,9}$'),
  constraint account_number_from_year_range check (from_year between 1900 and 2199)
);
call keep_for_ever('account_number');
call define_sealed_row();
