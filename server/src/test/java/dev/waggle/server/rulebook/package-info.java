/** Tests of how rules and catalog go live, on small books and the shipped catalog. */
@NullMarked
package dev.waggle.server.rulebook;

import org.jspecify.annotations.NullMarked;
