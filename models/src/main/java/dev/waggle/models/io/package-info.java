/** Reading files that nobody vouches for: every byte is bounded before it is used, every error says where and what. */
@NullMarked
package dev.waggle.models.io;

import org.jspecify.annotations.NullMarked;
