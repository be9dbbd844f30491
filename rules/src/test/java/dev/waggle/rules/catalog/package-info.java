/** Tests of the catalog. */
@NullMarked
package dev.waggle.rules.catalog;

import org.jspecify.annotations.NullMarked;
