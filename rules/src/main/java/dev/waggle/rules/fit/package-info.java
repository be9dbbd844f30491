/** What a model needs in memory under given settings, per device: arithmetic only, no judgement. */
@NullMarked
package dev.waggle.rules.fit;

import org.jspecify.annotations.NullMarked;
