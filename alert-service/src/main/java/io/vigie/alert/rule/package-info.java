/** What is watched for: rules, their store, their topic and their REST API. */
@NullMarked
package io.vigie.alert.rule;

import org.jspecify.annotations.NullMarked;
