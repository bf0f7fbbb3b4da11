"""Start-up with the imports that command-line tools make."""

import argparse
import collections
import dataclasses
import enum
import json
import logging
import pathlib
import re
import subprocess
import typing

print(len([argparse, collections, dataclasses, enum, json, logging, pathlib, re, subprocess, typing]))
