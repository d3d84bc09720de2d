/** The status pages: HTML made here, everything escaped, nothing fetched from elsewhere. */
@NullMarked
package io.github.argusglue.core.http.page;

import org.jspecify.annotations.NullMarked;
