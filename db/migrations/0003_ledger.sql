-- Purpose: movements, their balanced postings, and the append-only running balances that every figure is read from.

create table movement (
  authority_id uuid not null,
  id uuid not null,
  seq bigint not null,
  recorded_at timestamptz not null,
  cooperative_id uuid not null,
  share_class_id uuid,
  kind text not null,
  effective_on date not null,
  shares share_count,
  amount euro,
  called euro,
  settles text,
  split_from int,
  split_to int,
  due_on date,
  convention_reference text,
  repayable_on date,
  budget_section text,
  no_decision_reason text,
  external_reference text,
  note text,
  reverses uuid,
  reason text,
  constraint movement_pkey primary key (authority_id, id),
  constraint movement_journal_fk foreign key (authority_id, seq, recorded_at)
    references journal (authority_id, seq, recorded_at) deferrable initially deferred,
  constraint movement_seq_once unique (authority_id, seq),
  constraint movement_cooperative_fk foreign key (authority_id, cooperative_id) references cooperative,
  constraint movement_share_class_fk foreign key (authority_id, cooperative_id, share_class_id) references share_class,
  constraint movement_reverses_fk foreign key (authority_id, reverses) references movement,
  constraint movement_reversed_once unique (authority_id, reverses),
  constraint movement_reversal_has_target check ((kind = 'reversal') = (reverses is not null)),
  constraint movement_reversal_has_reason check ((kind = 'reversal') = (reason is not null)),
  constraint movement_kind_known check (kind in (
    'subscription', 'call', 'payment', 'contribution_in_kind', 'purchase', 'sale', 'withdrawal', 'receipt', 'impairment',
    'impairment_release', 'share_interest', 'advance', 'advance_repayment', 'advance_conversion', 'share_split', 'write_off',
    'grant', 'loss', 'reversal')),
  constraint movement_effective_on_range check (effective_on between '1900-01-01' and '2199-12-31'),
  constraint movement_shares_positive check (shares > 0),
  constraint movement_amount_not_negative check (amount > 0 or (amount = 0 and kind in ('purchase', 'sale', 'withdrawal'))),
  constraint movement_called_within_amount check (called between 0 and amount),
  constraint movement_settles_known check (settles in ('call', 'purchase', 'grant', 'withdrawal', 'sale', 'advance')),
  constraint movement_budget_section_known check (budget_section in ('operating', 'investment')),
  constraint movement_split_positive check (split_from > 0 and split_to > 0)
);
-- The fold order of a cooperative, and the order in which an authority reads its register.
create index movement_fold_order on movement (authority_id, cooperative_id, effective_on, seq);
create index movement_register_order on movement (authority_id, effective_on, seq);
call keep_for_ever('movement');

-- The postings of one movement made by one cause: the movement itself, or a later one that adjusts it. One row, debit
-- positive, so that "debits equal credits" is a check that nothing can skip. Where an account is kept apart by what it
-- will settle or came from, its columns share its name: receivable_sale and receivable_withdrawal are account 462.
create table entry (
  authority_id uuid not null,
  movement_id uuid not null,
  seq bigint not null,
  recorded_at timestamptz not null,
  caused_by uuid not null,
  cooperative_id uuid not null,
  share_class_id uuid,
  effective_on date not null,
  shares share_count not null default 0,
  share_cost euro not null default 0,
  uncalled euro not null default 0,
  payable euro not null default 0,
  owed_purchase euro not null default 0,
  owed_grant euro not null default 0,
  treasury euro not null default 0,
  treasury_receipt euro not null default 0,
  treasury_advance euro not null default 0,
  treasury_repayment euro not null default 0,
  impairment euro not null default 0,
  impairment_charge euro not null default 0,
  impairment_release euro not null default 0,
  receivable_sale euro not null default 0,
  receivable_withdrawal euro not null default 0,
  disposed_cost euro not null default 0,
  disposal_proceeds euro not null default 0,
  advance euro not null default 0,
  share_income euro not null default 0,
  contributed_asset euro not null default 0,
  "grant" euro not null default 0,
  loss euro not null default 0,
  constraint entry_pkey primary key (authority_id, movement_id, seq),
  constraint entry_journal_fk foreign key (authority_id, seq, recorded_at)
    references journal (authority_id, seq, recorded_at) deferrable initially deferred,
  constraint entry_movement_fk foreign key (authority_id, movement_id) references movement,
  constraint entry_caused_by_fk foreign key (authority_id, caused_by) references movement,
  constraint entry_share_class_fk foreign key (authority_id, cooperative_id, share_class_id) references share_class,
  constraint entry_class_accounts_have_class check (share_class_id is not null or
    (shares = 0 and share_cost = 0 and uncalled = 0 and payable = 0 and owed_purchase = 0 and impairment = 0)),
  constraint entry_balanced check (
    share_cost + uncalled + payable + owed_purchase + owed_grant + treasury + treasury_receipt + treasury_advance
    + treasury_repayment + impairment + impairment_charge + impairment_release + receivable_sale + receivable_withdrawal
    + disposed_cost + disposal_proceeds + advance + share_income + contributed_asset + "grant" + loss = 0)
);
create index entry_position on entry (authority_id, cooperative_id, share_class_id, effective_on);
call keep_for_ever('entry');

-- What one class of one cooperative amounts to at the end of a day, as known from one journal row on. Never changed:
-- a backdated movement adds a newer version for each later day. Each column is the sum of that account's postings, in
-- its own direction; nominal_value is the nominal in force, after splits.
create table class_balance (
  authority_id uuid not null,
  cooperative_id uuid not null,
  share_class_id uuid not null,
  effective_on date not null,
  seq bigint not null,
  nominal_value nominal_value not null,
  shares share_count not null,
  share_cost euro not null,
  uncalled euro not null,
  payable euro not null,
  owed_purchase euro not null,
  impairment euro not null,
  constraint class_balance_pkey primary key (authority_id, cooperative_id, share_class_id, effective_on, seq),
  constraint class_balance_journal_fk foreign key (authority_id, seq) references journal deferrable initially deferred,
  constraint class_balance_share_class_fk foreign key (authority_id, cooperative_id, share_class_id) references share_class,
  constraint class_balance_never_negative check (
    shares >= 0 and share_cost >= 0 and uncalled >= 0 and payable >= 0 and owed_purchase >= 0 and impairment >= 0),
  constraint class_balance_paid_up_never_negative check (share_cost >= uncalled + payable),
  constraint class_balance_book_value_never_negative check (share_cost >= impairment)
);
call keep_for_ever('class_balance');

-- The same for what is kept per cooperative: debts both ways, and the flows since the first movement.
create table cooperative_balance (
  authority_id uuid not null,
  cooperative_id uuid not null,
  effective_on date not null,
  seq bigint not null,
  advance euro not null,
  owed_grant euro not null,
  receivable_sale euro not null,
  receivable_withdrawal euro not null,
  share_income euro not null,
  disposed_cost euro not null,
  disposal_proceeds euro not null,
  "grant" euro not null,
  loss euro not null,
  treasury_receipt euro not null,
  treasury_advance euro not null,
  treasury_repayment euro not null,
  constraint cooperative_balance_pkey primary key (authority_id, cooperative_id, effective_on, seq),
  constraint cooperative_balance_journal_fk foreign key (authority_id, seq) references journal deferrable initially deferred,
  constraint cooperative_balance_cooperative_fk foreign key (authority_id, cooperative_id) references cooperative,
  constraint cooperative_balance_never_negative check (
    advance >= 0 and owed_grant >= 0 and receivable_sale >= 0 and receivable_withdrawal >= 0)
);
call keep_for_ever('cooperative_balance');
