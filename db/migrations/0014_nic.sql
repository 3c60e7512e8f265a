-- Purpose: which establishment of a cooperative is meant where a SIRET is asked for: the SIREN and this number make one.

alter table cooperative_version add column nic text
  constraint cooperative_version_nic_format check (nic ~ '^[0-9]{5}$');
call define_sealed_row();
