// The mean yields of bonds of private companies (TMOP), half-year by half-year, as the notices in the Journal officiel fix them.
import type { DatedValue } from './law.ts'

/** Year, first and second half, in percent. What is published later is set by the authority. */
const PUBLISHED: readonly (readonly [year: number, first: string, second: string])[] = [
  [2001, '5.37', '5.05'],
  [2002, '5.40', '4.88'],
  [2003, '4.29', '4.51'],
  [2004, '4.47', '4.26'],
  [2005, '3.79', '3.56'],
  [2006, '4.00', '4.11'],
  [2007, '4.47', '4.65'],
  [2008, '4.54', '4.46'],
  [2009, '3.97', '3.82'],
  [2010, '3.59', '3.17'],
  [2011, '3.80', '3.36'],
  [2012, '3.15', '2.41'],
  [2013, '2.30', '2.62'],
  [2014, '2.28', '1.50'],
  [2015, '0.96', '1.19'],
  [2016, '0.80', '0.63'],
  [2017, '1.15', '0.95'],
  [2018, '1.04', '0.97'],
  [2019, '0.62', '0.12'],
  [2020, '0.20', '-0.02'],
  [2021, '0.20', '0.27'],
  [2022, '1.325', '2.51'],
  [2023, '3.14', '3.37'],
]

export const bondYields: readonly DatedValue[] = PUBLISHED.flatMap(([year, first, second]) => [
  { from: `${year}-01-01`, to: `${year}-07-01`, value: first, source: `Avis au JORF, premier semestre ${year}` },
  { from: `${year}-07-01`, to: `${year + 1}-01-01`, value: second, source: `Avis au JORF, second semestre ${year}` },
])
