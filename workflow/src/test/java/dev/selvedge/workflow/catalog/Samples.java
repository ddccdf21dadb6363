package dev.selvedge.workflow.catalog;

import java.nio.charset.StandardCharsets;

/** One small document of each outside form, about a library and a garden that do not exist. */
final class Samples {
    static final String OPENAPI = """
            openapi: 3.1.0
            info: {title: Lending Library, version: "1"}
            paths:
              /books/{book-id}:
                parameters:
                  - $ref: '#/components/parameters/Book'
                get:
                  operationId: getBook
                  tags: [Books]
                  summary: Get a book.
                  description: The newest edition, with its shelf. Old editions are in the archive.
                  parameters:
                    - {name: fields, in: query, schema: {type: array, items: {type: string}}, description: Fields to give}
                    - {name: Accept, in: header, schema: {type: string}}
                  responses:
                    "200":
                      description: The book
                      content: {application/json: {schema: {$ref: '#/components/schemas/Book'}}}
                delete:
                  deprecated: true
                  responses: {"204": {description: gone}}
              /books:
                post:
                  operationId: add-book
                  requestBody:
                    required: true
                    content:
                      application/json:
                        schema: {$ref: '#/components/schemas/Book'}
                  responses: {}
                get:
                  operationId: list
                  parameters:
                    - {name: limit, in: query, schema: {type: integer, minimum: 1, default: 20}}
                    - {name: order, in: query, schema: {enum: [title, author]}}
                    - {name: available, in: query, required: true, schema: {type: boolean}}
                  responses:
                    2XX:
                      description: ok
                      content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Book'}}}}
              /cover:
                put:
                  requestBody: {content: {image/png: {schema: {type: string, format: binary}}}}
                  responses: {"200": {description: ok, content: {image/jpeg: {}}}}
            components:
              parameters:
                Book: {name: book-id, in: path, required: true, schema: {type: string}, description: The book's number}
              schemas:
                Book:
                  type: object
                  required: [title]
                  properties:
                    id: {type: integer, readOnly: true}
                    title: {type: string, description: The title}
                    kind: {type: string, enum: [paper, audio], default: paper}
                    sequel: {$ref: '#/components/schemas/Book'}
                    origin: {$ref: 'https://example.com/other.yaml#/Place'}
                    class: {anyOf: [{type: string}, {type: "null"}]}
            """;

    static final String MCP = """
            {"jsonrpc": "2.0", "id": 1, "result": {"nextCursor": "x", "tools": [
              {"name": "garden.water-bed", "title": "Water a bed", "description": "Waters a bed. Takes {litres} at most [per day].",
               "inputSchema": {"type": "object", "required": ["bed"], "properties": {
                 "bed": {"type": "string", "description": "Name of the bed"},
                 "litres": {"type": "number", "default": 5},
                 "when": {"type": "string", "enum": ["now", "tonight"], "default": "tonight"},
                 "where": {"type": "object", "properties": {"row": {"type": "integer"}}}}}},
              {"name": "soil", "annotations": {"readOnlyHint": true}, "inputSchema": {"type": "object"},
               "outputSchema": {"type": "object", "properties": {"ph": {"type": "number"}}}},
              {"name": "天気", "description": "How the weather is", "inputSchema": {"type": "object"}},
              {"name": "class", "inputSchema": {"type": "object", "properties": {"from": {"type": "string"}, "From": {"type": "string"}}}}]}}
            """;

    static final String FUNCTIONS = """
            [{"type": "function", "function": {"name": "plant_tree", "description": "Plant a tree",
               "parameters": {"type": "object", "properties": {
                 "species": {"type": ["string", "null"], "enum": ["oak", "elm", null]},
                 "count": {"type": "integer", "enum": [1, 2, 5], "default": 2},
                 "deep": {"$ref": "#/$defs/depth"}},
                 "$defs": {"depth": {"type": "number", "description": "How deep"}}, "required": ["species"]}}},
             {"type": "function", "name": "rest"},
             {"name": "prune", "description": "Prune", "input_schema": {"type": "object", "properties": {"hard": {"type": "boolean"}}}}]
            """;

    static final String ACTIONS = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
            <plist version="1.0"><dict>
              <key>garden.actions.rake</key><dict>
                <key>ActionClass</key><string>GRakeAction</string>
                <key>Name</key><string>Rake Leaves</string>
                <key>Category</key><string>Garden</string>
                <key>Description</key><dict>
                  <key>DescriptionSummary</key><string>Rakes the leaves of a bed.</string>
                  <key>DescriptionResult</key><string>The heap</string></dict>
                <key>Input</key><dict><key>ParameterKey</key><string>GBed</string>
                  <key>Types</key><array><string>WFStringContentItem</string></array></dict>
                <key>Output</key><dict><key>OutputName</key><string>Heap</string>
                  <key>Types</key><array><string>WFNumberContentItem</string></array></dict>
                <key>Parameters</key><array>
                  <dict><key>Class</key><string>WFVariablePickerParameter</string><key>Key</key><string>GBed</string></dict>
                  <dict><key>Class</key><string>WFEnumerationParameter</string><key>Key</key><string>GRakeKind</string>
                    <key>Label</key><string>Kind</string><key>DefaultValue</key><string>Fan</string>
                    <key>Items</key><array><string>Fan</string><string>Bow</string></array></dict>
                  <dict><key>Class</key><string>WFSwitchParameter</string><key>Key</key><string>GTwice</string>
                    <key>DefaultValue</key><true/></dict>
                  <dict><key>Class</key><string>WFStepperParameter</string><key>Key</key><string>GRounds</string>
                    <key>DefaultValue</key><integer>3</integer></dict></array></dict>
              <key>garden.actions.rest</key><dict>
                <key>ActionClass</key><string>WFHandleCustomIntentAction</string></dict>
            </dict></plist>
            """;

    static final String APP_INTENTS = """
            {"version": 2, "AppName": "Greenhouse",
             "enums": [{"identifier": "Window", "cases": [
               {"identifier": "open", "displayRepresentation": {"title": {"key": "Open"}}}, {"identifier": "shut"}]}],
             "entities": {"Pot": {"typeName": "Pot"}},
             "actions": {"SetWindowIntent": {"identifier": "SetWindowIntent", "title": {"key": "Set Window"},
               "descriptionMetadata": {"descriptionText": {"key": "Opens or shuts a window."}},
               "outputType": {"entity": {"wrapper": {"typeName": "Pot"}}},
               "parameters": [
                 {"name": "state", "title": {"key": "State"}, "isOptional": false,
                  "valueType": {"linkEnumeration": {"wrapper": {"identifier": "Window"}}},
                  "typeSpecificMetadata": ["LNValueTypeSpecificMetadataKeyDefaultValue", {"string": {"wrapper": "open"}}]},
                 {"name": "minutes", "isOptional": true, "valueType": {"primitive": {"wrapper": {"typeIdentifier": 2}}},
                  "typeSpecificMetadata": ["LNOther", {}, "LNValueTypeSpecificMetadataKeyDefaultValue", {"int": {"wrapper": 5}}]},
                 {"name": "pots", "valueType": {"array": {"wrapper": {"memberValueType": {"entity": {"wrapper": {"typeName": "Pot"}}}}}}}]}}}
            """;

    static final String INTENT_DEFINITION = """
            <plist version="1.0"><dict>
              <key>INEnums</key><array><dict><key>INEnumName</key><string>Lamp</string>
                <key>INEnumValues</key><array>
                  <dict><key>INEnumValueName</key><string>unknown</string></dict>
                  <dict><key>INEnumValueName</key><string>red</string></dict>
                  <dict><key>INEnumValueName</key><string>blue</string></dict></array></dict></array>
              <key>INIntents</key><array><dict>
                <key>INIntentName</key><string>LightLamp</string>
                <key>INIntentTitle</key><string>Light Lamp</string>
                <key>INIntentCategory</key><string>set</string>
                <key>INIntentParameters</key><array>
                  <dict><key>INIntentParameterName</key><string>lamp</string>
                    <key>INIntentParameterDisplayName</key><string>Lamp to light</string>
                    <key>INIntentParameterType</key><string>Integer</string>
                    <key>INIntentParameterEnumType</key><string>Lamp</string></dict>
                  <dict><key>INIntentParameterName</key><string>brightness</string>
                    <key>INIntentParameterType</key><string>Decimal</string>
                    <key>INIntentParameterMetadata</key><dict>
                      <key>INIntentParameterMetadataDefaultValue</key><real>0.5</real></dict></dict></array>
                <key>INIntentResponse</key><dict><key>INIntentResponseParameters</key><array>
                  <dict><key>INIntentResponseParameterName</key><string>errorText</string></dict>
                  <dict><key>INIntentResponseParameterName</key><string>watts</string>
                    <key>INIntentResponseParameterType</key><string>Decimal</string></dict></array></dict>
              </dict></array></dict></plist>
            """;

    private Samples() {}

    static CatalogImport.Imported read(String text) {
        return CatalogImport.read(text.getBytes(StandardCharsets.UTF_8), "Source");
    }
}
