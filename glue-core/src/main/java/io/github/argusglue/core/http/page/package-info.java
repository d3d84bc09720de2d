/** The status pages: self-contained HTML with everything escaped. */
@NullMarked
package io.github.argusglue.core.http.page;

import org.jspecify.annotations.NullMarked;
