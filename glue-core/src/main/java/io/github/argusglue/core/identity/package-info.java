/** Which user of which Argus a source writes as, and that it stays that one. */
@NullMarked
package io.github.argusglue.core.identity;

import org.jspecify.annotations.NullMarked;
