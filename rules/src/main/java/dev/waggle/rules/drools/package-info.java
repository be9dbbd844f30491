/** Drools, and nothing else: parses rule files, compiles what the book allows, and lets it judge facts. */
@NullMarked
package dev.waggle.rules.drools;

import org.jspecify.annotations.NullMarked;
