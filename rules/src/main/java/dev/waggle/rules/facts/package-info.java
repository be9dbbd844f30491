/** The facts that rules read. Component names are the field names in rules, in JSON and in messages; null is unknown. */
@NullMarked
package dev.waggle.rules.facts;

import org.jspecify.annotations.NullMarked;
