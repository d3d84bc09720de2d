/** HPE Aruba Networking Central on GreenLake ("New Central"), read through its API. */
@NullMarked
package io.github.argusglue.plugin.aruba.central;

import org.jspecify.annotations.NullMarked;
