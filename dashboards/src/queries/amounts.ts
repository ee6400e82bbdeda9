import { TYPE_COLORS } from '../colors.js';
import { TYPE_WORDS, type Language } from '../languages.js';
import { variable } from '../variables.js';
import { inWords, literal, number, text, type Expression } from './expression.js';

/** Money is shown in kr, tkr or mnkr as the variable `scale` says; everything else as it is. Rounded as the API rounds: to two decimals, halves away from zero. */
export const scaled = (amount: Expression, isMoney: Expression): Expression =>
  number`round(${amount} / CASE WHEN ${isMoney} THEN ${variable('scale')}::numeric ELSE 1 END, 2)`;

/** The unit as people write it: `kr` for the Swedish krona alone, since the Danish one has the same word; other currencies by their code. */
export const unitWord = (unit: Expression, isMoney: Expression): Expression =>
  text`CASE WHEN ${isMoney} THEN CASE ${variable('scale')} WHEN '1000' THEN 't' WHEN '1000000' THEN 'mn' ELSE '' END ELSE '' END || CASE ${unit} WHEN 'SEK' THEN 'kr' ELSE ${unit} END`;

/** The unit as Grafana's panels take it: the full number, grouped as the browser's language does it. */
export const grafanaUnit = (word: Expression): Expression => text`'currency:financial: ' || ${word} || ':suffix'`;

/** Whole crowns and thousands, millions with two decimals; small numbers of other units with two. */
export const decimalsOf = (amount: Expression, isMoney: Expression): Expression =>
  number`CASE WHEN ${isMoney} THEN CASE ${variable('scale')} WHEN '1000000' THEN 2 ELSE 0 END WHEN abs(${amount}) < 100 THEN 2 ELSE 0 END`;

/** `Cashable · SEK`: what every tile and heading of amounts is called. */
export const kindWord = (type: Expression, unit: Expression, language: Language): Expression =>
  text`${inWords(type, TYPE_WORDS[language])} || ' · ' || ${unit}`;

export const typeColor = (type: Expression): Expression => inWords(type, TYPE_COLORS);

/** FINANCIAL first, as in every list of the product. */
export const typeOrder = (type: Expression): Expression =>
  number`array_position(ARRAY['FINANCIAL', 'AVOIDANCE', 'REDISTRIBUTED', 'QUALITY', 'ENVIRONMENT'], ${type})`;

/** A title in the board's language, else in another one or in none, else the name. */
export const titleIn = (title: Expression, name: Expression, language: Language): Expression =>
  text`coalesce(${title} ->> ${literal(language)}, ${title} ->> 'en', ${title} ->> 'sv', ${title} ->> 'da', ${title} ->> 'no', CASE jsonb_typeof(${title}) WHEN 'string' THEN ${title} #>> '{}' END, ${name})`;

/** 100 × realised / estimated, null where there is nothing to compare with. */
export const rateOf = (gross: Expression, estimated: Expression): Expression => number`round(100 * ${gross} / nullif(${estimated}, 0), 2)`;
