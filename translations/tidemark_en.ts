<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>SampleLoader</name>
    <message numerus="yes">
        <source>%n sample items written.</source>
        <translation>
            <numerusform>%n sample item written.</numerusform>
            <numerusform>%n sample items written.</numerusform>
        </translation>
    </message>
</context>
</TS>
