/** What the types of this plugin share: access points and alerts of any Aruba system, and how they become alerts. */
@NullMarked
package io.github.argusglue.plugin.aruba.alert;

import org.jspecify.annotations.NullMarked;
